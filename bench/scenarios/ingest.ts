import type { Lab } from '../lab.ts'
import { latencyOf } from '../latency.ts'
import { CONNECTIONS, EVENT_BYTES } from '../raw/raw-loops.ts'
import { perSecondText, type Result } from '../result.ts'
import { refusals } from './reconcile.ts'
import type { Scenario } from './scenario.ts'

const SECRET = 'whsec_of_the_measurement'
const NEW_SHARE_MIN = 0.25
const REPEATED_SHARE_MIN = 0.4
const REPEATED = 1000

export const ingestStripe: Scenario = {
  name: 'ingest',
  what: 'ingest, Stripe-signed: new, and repeats',
  onPostgres: true,
  async run(lab) {
    const tenant = await lab.posthorn(['api', 'ingest'])
    await tenant.endpoint({ url: 'http://127.0.0.1:9/' })
    const source = await tenant.source({ name: 'stripe', provider: 'stripe', secrets: [SECRET] })
    const ingestUrl = tenant.services().find(({ name }) => name === 'ingest')?.url
    const url = `${ingestUrl}/webhooks/${source.id}`
    const eventsStored = async () => {
      const [row] = await tenant.query<{ stored: number }>('SELECT count(*)::int AS stored FROM events')
      return row?.stored ?? 0
    }

    const fresh = await post(lab, { url, distinct: Number.POSITIVE_INFINITY })
    const stored = await eventsStored()
    // The first round makes the events of which the others are repeats.
    const repeated = await post(lab, { url, distinct: REPEATED })
    const storedAfter = await eventsStored()
    return [
      line(
        'ingest, Stripe-signed, new, 1.5 kB',
        fresh,
        NEW_SHARE_MIN,
        stored === fresh.answers.length ? [] : [`${fresh.answers.length} accepted, ${stored} stored`],
      ),
      line(
        'ingest, Stripe-signed, repeats',
        repeated,
        REPEATED_SHARE_MIN,
        storedAfter === stored ? [] : ['a repeat made an event'],
      ),
    ]
  },
}

function post(lab: Lab, { url, distinct }: { url: string; distinct: number }) {
  return lab.load({
    shape: { kind: 'stripe', url, secret: SECRET, distinct, bytes: EVENT_BYTES },
    pace: {
      kind: 'closed',
      connections: CONNECTIONS,
      seconds: lab.profile.seconds,
      countMax: Number.POSITIVE_INFINITY,
    },
  })
}

function line(
  scenario: string,
  { answers, seconds }: Awaited<ReturnType<typeof post>>,
  shareMin: number,
  faults: string[],
): Result {
  const perSecond = answers.length / seconds
  return {
    scenario,
    value: perSecondText(perSecond),
    perSecond,
    target: `${shareMin * 100} % of the no-op`,
    of: 'no-op',
    shareMin,
    latency: latencyOf(answers.map(({ intendedMs, answeredMs }) => answeredMs - intendedMs)),
    faults: [...refusals(answers), ...faults],
  }
}
