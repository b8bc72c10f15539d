import type { Page } from '@posthorn/contracts'
import type { BenchTenant, Lab } from '../lab.ts'
import { TENANT } from '../lab.ts'
import { type Latency, latencyOf } from '../latency.ts'
import { count, msText, type Result } from '../result.ts'
import { refusals } from './reconcile.ts'
import type { Scenario } from './scenario.ts'

const PER_SECOND = 200
const RATIO_MAX = 2
const RESIDENT_MIB_MAX = 300
const LIST_MS_MAX = 50
const FEW = 10

export const manyWaiting: Scenario = {
  name: 'waiting',
  what: 'publishing and listing beside a million deliveries that wait',
  onPostgres: false,
  async run(lab) {
    const { waiting } = lab.profile
    const tenant = await lab.posthorn(['api', 'worker'])
    const target = await lab.receivers(1)
    await tenant.endpoint({ url: target.urls[0] ?? '', eventTypes: ['growth.published'] })
    const before = await published(lab, tenant)
    await fill(tenant, waiting)
    lab.say(`${count(waiting)} deliveries wait`)
    const after = await published(lab, tenant)
    const lists = await listMs(tenant)
    const memory = await residentMiB(tenant)
    const ratio = after.latency.p95 / before.latency.p95
    const most = Math.max(...memory.map(({ mib }) => mib))
    return [
      {
        scenario: `${count(waiting)} deliveries waiting: publish`,
        value: `p95 ${msText(after.latency.p95)}, ${ratio.toFixed(2)} times that of none`,
        target: `at most ${RATIO_MAX} times`,
        isReached: ratio <= RATIO_MAX,
        latency: after.latency,
        faults: [...before.faults, ...after.faults],
      },
      {
        scenario: `${count(waiting)} deliveries waiting: the slowest list`,
        value: msText(lists),
        target: `by index: under ${LIST_MS_MAX} ms`,
        isReached: lists <= LIST_MS_MAX,
        faults: [],
      },
      {
        scenario: `${count(waiting)} deliveries waiting: memory`,
        value: memory.map(({ name, mib }) => `${name} ${count(mib)} MiB`).join(', '),
        target: `under ${RESIDENT_MIB_MAX} MiB each`,
        isReached: most < RESIDENT_MIB_MAX,
        faults: [],
      },
    ]
  },
}

export const manyEndpoints: Scenario = {
  name: 'endpoints',
  what: 'publishing in a tenant with ten thousand endpoints, ten of them matching',
  onPostgres: false,
  async run(lab) {
    const { endpoints } = lab.profile
    const tenant = await lab.posthorn(['api'])
    for (let index = 0; index < FEW; index += 1) {
      await tenant.endpoint({ url: 'http://127.0.0.1:9/', eventTypes: ['growth.published'] })
    }
    const before = await published(lab, tenant)
    await addEndpoints(tenant, endpoints)
    // A change that goes through the API is seen by every process: this one makes them read all of them.
    await tenant.endpoint({ url: 'http://127.0.0.1:9/', eventTypes: ['growth.other'] })
    const after = await published(lab, tenant)
    const ratio = after.latency.p95 / before.latency.p95
    const result: Result = {
      scenario: `${count(endpoints)} endpoints in a tenant, ${FEW} matching: publish`,
      value: `p95 ${msText(after.latency.p95)}, ${ratio.toFixed(2)} times that of ${FEW} endpoints`,
      target: `at most ${RATIO_MAX} times`,
      isReached: ratio <= RATIO_MAX,
      latency: after.latency,
      faults: [...before.faults, ...after.faults],
    }
    return [result]
  },
}

async function published(lab: Lab, tenant: BenchTenant): Promise<{ latency: Latency; faults: string[] }> {
  const warmUp = lab.profile.warmUpSeconds * PER_SECOND
  const { answers } = await lab.load({
    shape: {
      kind: 'event',
      url: tenant.eventsUrl,
      key: tenant.key,
      types: ['growth.published'],
      bytes: 1500,
      from: 0,
    },
    pace: {
      kind: 'open',
      ratePerSecond: PER_SECOND,
      count: warmUp + lab.profile.latencySeconds * PER_SECOND,
    },
  })
  const measured = answers.filter(({ n }) => n >= warmUp)
  return {
    latency: latencyOf(measured.map(({ intendedMs, answeredMs }) => answeredMs - intendedMs)),
    faults: refusals(answers),
  }
}

/** Written past the API, as if they had been published over the last days: half of them due tomorrow, half wait for their endpoint. */
async function fill(tenant: BenchTenant, waiting: number): Promise<void> {
  const { id } = await tenant.endpoint({
    url: 'http://127.0.0.1:9/',
    eventTypes: ['growth.waiting'],
    enabled: false,
  })
  await tenant.query(
    `INSERT INTO events (id, tenant_id, type, timestamp, content_type, body, data_start, trace_id, created_at)
     SELECT 'evt_0' || lpad(n::text, 25, '0'), 'bench', 'growth.waiting', now(), 'application/json',
       convert_to('{"data":{"n":' || n || '}}', 'UTF8'), 8, repeat('a', 32), now()
     FROM generate_series(1, $1::int) AS n`,
    [waiting],
  )
  await tenant.query(
    `INSERT INTO deliveries (id, tenant_id, event_id, endpoint_id, event_type, next_attempt_at, remind_at, created_at)
     SELECT 'dlv_0' || lpad(n::text, 25, '0'), 'bench', 'evt_0' || lpad(n::text, 25, '0'), $2, 'growth.waiting',
       now() + interval '1 day', CASE WHEN n % 2 = 0 THEN now() + interval '1 day' END, now()
     FROM generate_series(1, $1::int) AS n`,
    [waiting, id],
  )
  await tenant.query('VACUUM ANALYZE')
}

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

/** The slowest of the lists that a dashboard asks for, each the best of a few times and followed for some pages. */
async function listMs({ api }: BenchTenant): Promise<number> {
  const paths = [
    '/deliveries',
    '/deliveries?status=pending',
    '/deliveries?status=failed',
    '/events',
    '/events?type=growth.published',
  ]
  const times: number[] = []
  for (const path of paths) times.push(await bestMs(() => followed(api, `${TENANT}${path}`)))
  return Math.max(...times)
}

async function followed(api: BenchTenant['api'], path: string): Promise<number> {
  let cursor = ''
  let slowestMs = 0
  for (let page = 0; page < 3; page += 1) {
    const beganMs = performance.now()
    const { status, body } = await api.get<Page<unknown>>(
      `${path}${path.includes('?') ? '&' : '?'}limit=100${cursor}`,
    )
    slowestMs = Math.max(slowestMs, performance.now() - beganMs)
    if (status !== 200) throw new Error(`GET ${path}: ${status}`)
    if (body.nextCursor === null) break
    cursor = `&cursor=${encodeURIComponent(body.nextCursor)}`
  }
  return slowestMs
}

async function bestMs(ask: () => Promise<number>): Promise<number> {
  const times = [await ask(), await ask(), await ask()]
  return Math.min(...times)
}

async function residentMiB(tenant: BenchTenant): Promise<{ name: string; mib: number }[]> {
  const all = await Promise.all(
    tenant
      .services()
      .map(async (service) => ({ name: service.name, mib: (await service.residentMiB()) ?? 0 })),
  )
  return all
}
