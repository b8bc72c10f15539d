import { CONNECTIONS, EVENT_BYTES } from '../raw/raw-loops.ts'
import { perSecondText, type Result } from '../result.ts'
import { refusals } from './reconcile.ts'
import type { Scenario } from './scenario.ts'
import { loadSteadily, type SteadyLoad } from './steady-load.ts'

const SECRET = 'whsec_of_the_measurement'
const NEW_SHARE_MIN = 0.25
const REPEATED_SHARE_MIN = 0.4
const REPEATED = 1000
/** The name of the result, which the README refers to. */
export const INGEST_NEW_TITLE = 'ingest, Stripe-signed, new, 1.5 kB'

export const ingestStripe: Scenario = {
  name: 'ingest',
  what: 'ingest, Stripe-signed: new requests, and duplicates',
  of: 'no-op',
  inQuick: true,
  onPostgres: true,
  async run(lab) {
    const tenant = await lab.posthorn(['api', 'ingest'])
    await tenant.endpoint({ url: 'http://127.0.0.1:9/' })
    const source = await tenant.source({ name: 'stripe', provider: 'stripe', secrets: [SECRET] })
    const ingestUrl = tenant.services().find(({ name }) => name === 'ingest')?.url
    const eventsStored = async () => {
      const [row] = await tenant.query<{ stored: number }>('SELECT count(*)::int AS stored FROM events')
      return row?.stored ?? 0
    }
    const post = (distinct: number) =>
      loadSteadily(lab, {
        tenant,
        shape: {
          kind: 'stripe',
          url: `${ingestUrl}/webhooks/${source.id}`,
          secret: SECRET,
          distinct,
          bytes: EVENT_BYTES,
        },
        connections: CONNECTIONS,
      })

    const fresh = await post(Number.POSITIVE_INFINITY)
    const stored = await eventsStored()
    // The first of each is new when fewer were sent before.
    const repeated = await post(REPEATED)
    const storedAfter = await eventsStored()
    return [
      line(INGEST_NEW_TITLE, fresh, {
        shareMin: NEW_SHARE_MIN,
        violations:
          stored === fresh.replies.length ? [] : [`${fresh.replies.length} accepted, ${stored} stored`],
      }),
      line('ingest, Stripe-signed, repeats', repeated, {
        shareMin: REPEATED_SHARE_MIN,
        violations: storedAfter === Math.max(stored, REPEATED) ? [] : ['a duplicate created an event'],
      }),
    ]
  },
}

function line(
  scenario: string,
  { replies, perSecond, latency, cost }: SteadyLoad,
  { shareMin, violations }: { shareMin: number; violations: string[] },
): Result {
  return {
    scenario,
    value: perSecondText(perSecond),
    perSecond,
    target: `${shareMin * 100} % of the no-op`,
    shareMin,
    latency,
    cost,
    unit: 'request',
    violations: [...refusals(replies), ...violations],
  }
}
