import { waitUntil } from '../../test/harness/wait-until.ts'
import { created } from '../created.ts'
import type { BenchTenant, Lab } from '../lab.ts'
import type { Profile } from '../profile.ts'
import { count } from '../result.ts'

const BATCH = 1000
const SLOW_MS = 5000
const HANGING_MS = 30_000
const REFUSING = 'http://127.0.0.1:9/'
/** How long to wait for the first attempts. */
const BEGUN_MS = 30_000

/** A load of another tenant that must not affect the measured one. */
export interface NoisyTenant {
  name: string
  title: (profile: Profile) => string
  endpoints: (profile: Profile) => number
  events: (profile: Profile) => number
  /** The delay of its endpoints' replies; undefined when they refuse connections. */
  delayMs: number | undefined
  policy?: object
  /** Whether its events are published while the worker is stopped. */
  whileStopped?: boolean
}

export const NOISY_TENANTS: readonly NoisyTenant[] = [
  {
    name: 'slow',
    title: () => '60 endpoints that take 5 s, 40 events',
    endpoints: () => 60,
    events: () => 40,
    delayMs: SLOW_MS,
  },
  {
    name: 'hanging',
    title: ({ hogBacklog }) => `one that hangs, with ${count(hogBacklog)} events and no limit`,
    endpoints: () => 1,
    events: ({ hogBacklog }) => hogBacklog,
    delayMs: HANGING_MS,
    policy: { maxInFlight: 1000, timeoutSeconds: 30 },
  },
  {
    name: 'wide',
    title: ({ hogEndpoints }) => `6 events to ${count(hogEndpoints)} endpoints`,
    endpoints: ({ hogEndpoints }) => hogEndpoints,
    events: () => 6,
    delayMs: 0,
  },
  {
    name: 'backlog',
    title: ({ hogBacklog }) => `a backlog of ${count(hogBacklog * 2)} of a time without workers`,
    endpoints: () => 2,
    events: ({ hogBacklog }) => hogBacklog,
    delayMs: 0,
    policy: { maxInFlight: 1000 },
    whileStopped: true,
  },
  {
    name: 'dead',
    title: ({ hogBacklog }) => `5 endpoints that refuse connections, ${count(hogBacklog / 2)} events`,
    endpoints: () => 5,
    events: ({ hogBacklog }) => hogBacklog / 2,
    delayMs: undefined,
    policy: { retrySchedule: [1, 1, 1, 1, 1, 1, 1, 1] },
  },
]

/**
 * Creates a tenant with this load and waits until the first attempts are made.
 * @returns deletes the tenant and waits until its data is deleted
 */
export async function startNoisyTenant(
  lab: Lab,
  posthorn: BenchTenant,
  noisy: NoisyTenant,
): Promise<() => Promise<void>> {
  const { profile } = lab
  const path = `/v1/tenants/noisy-${noisy.name}`
  await created(posthorn.api.put(path, {}))
  const receivers =
    noisy.delayMs === undefined ? undefined : await lab.receivers(1, { delayMs: noisy.delayMs })
  const url = receivers?.urls[0] ?? REFUSING
  const endpoints = Array.from({ length: noisy.endpoints(profile) }, (_, index) => index)
  for (const index of endpoints) {
    await created(posthorn.api.post(`${path}/endpoints`, { url: `${url}/${index}`, ...noisy.policy }))
  }
  const worker = posthorn.services().find(({ name }) => name === 'worker')
  if (noisy.whileStopped && worker !== undefined) process.kill(worker.pid, 'SIGSTOP')
  try {
    await publish(posthorn, path, noisy.events(profile))
  } finally {
    if (noisy.whileStopped && worker !== undefined) process.kill(worker.pid, 'SIGCONT')
  }
  const attempted = async () => {
    const [row] = await posthorn.query<{ begun: boolean }>(
      `SELECT EXISTS (SELECT FROM deliveries d WHERE tenant_id = $1
         AND (attempt_count > 0 OR EXISTS (SELECT FROM leases WHERE delivery_id = d.id))) AS begun`,
      [`noisy-${noisy.name}`],
    )
    return row?.begun === true
  }
  await waitUntil(`the first attempts of ${noisy.name}`, attempted, BEGUN_MS)
  return async () => {
    await receivers?.stop()
    await posthorn.api.delete(path)
    const isGone = async () => {
      const [row] = await posthorn.query<{ left: boolean }>(
        'SELECT EXISTS (SELECT FROM deliveries WHERE tenant_id = $1) AS left',
        [`noisy-${noisy.name}`],
      )
      return row?.left === false
    }
    await waitUntil(`the deliveries of ${noisy.name} to be deleted`, isGone, 10 * BEGUN_MS)
  }
}

async function publish({ api }: BenchTenant, path: string, events: number): Promise<void> {
  for (let sent = 0; sent < events; sent += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, events - sent) }, (_, number) => ({
      type: 'noisy.published',
      data: { n: sent + number },
    }))
    const { status, text } = await api.post(`${path}/events/batch`, { events: batch })
    if (status !== 202) throw new Error(`publishing for ${path}: ${status} ${text}`)
  }
}
