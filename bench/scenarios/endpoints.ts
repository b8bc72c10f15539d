import type { BenchTenant } from '../lab.ts'
import { EVENT_BYTES } from '../raw/raw-loops.ts'
import { count, msText } from '../result.ts'
import { publishAtRate } from './publish-at-rate.ts'
import { refusals } from './reconcile.ts'
import type { Scenario } from './scenario.ts'

const RATIO_MAX = 2
const MATCHING = 10
const PER_SECOND = 200
const TYPE = 'growth.published'

export const manyEndpoints: Scenario = {
  name: 'endpoints',
  what: 'publishing in a tenant with ten thousand endpoints, ten of them matching',
  inQuick: false,
  onPostgres: false,
  async run(lab) {
    const { endpoints } = lab.profile
    const tenant = await lab.posthorn(['api'])
    for (let index = 0; index < MATCHING; index += 1) {
      await tenant.endpoint({ url: 'http://127.0.0.1:9/', eventTypes: [TYPE] })
    }
    const load = { tenant, types: [TYPE], bytes: EVENT_BYTES, perSecond: PER_SECOND }
    const before = await publishAtRate(lab, load)
    await addEndpoints(tenant, endpoints)
    const after = await publishAtRate(lab, load)
    const ratio = after.latency.p95 / before.latency.p95
    return [
      {
        scenario: `${count(endpoints)} endpoints in a tenant, ${MATCHING} matching: publish`,
        value: `p95 ${msText(after.latency.p95)}, ${ratio.toFixed(2)} times that of ${MATCHING} endpoints`,
        target: `at most ${RATIO_MAX} times`,
        isReached: ratio <= RATIO_MAX,
        latency: after.latency,
        cost: after.cost,
        unit: 'event',
        violations: [before, after].flatMap(({ warmUp, measured }) =>
          refusals([...warmUp.replies, ...measured.replies]),
        ),
      },
    ]
  },
}

/** Written directly to the database, because the API takes long for so many. Triggers raise the rules version. */
async function addEndpoints(tenant: BenchTenant, endpoints: number): Promise<void> {
  await tenant.query(
    `INSERT INTO endpoints (id, tenant_id, url, event_types, timeout_seconds, retry_schedule, retry_on, payload_format,
       signatures, max_in_flight, updated_at)
     SELECT 'ep_0' || lpad(n::text, 25, '0'), 'bench', 'http://127.0.0.1:9/', ARRAY['other.type-' || n], 10, '{}',
       'server-errors', 'envelope', '{standard}', 20, now()
     FROM generate_series(1, $1::int) AS n`,
    [endpoints],
  )
  await tenant.query(
    `INSERT INTO endpoint_gates (endpoint_id) SELECT id FROM endpoints WHERE id LIKE 'ep_0%' ON CONFLICT DO NOTHING`,
  )
  await tenant.query('VACUUM ANALYZE')
}
