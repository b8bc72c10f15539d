import { request } from 'undici'
import type { Service } from './service.ts'

const METRIC = /^posthorn_event_loop_blocked_seconds (\S+)$/m
const TRIES_MAX = 8

/** The longest time for which a service blocked its event loop since the last call. */
export async function takeLongestBlockMs({ url }: Pick<Service, 'url'>): Promise<number> {
  const { body } = await request(`${url}/metrics`)
  const [, seconds] = METRIC.exec(await body.text()) ?? []
  if (seconds === undefined)
    throw new Error('the service does not report how long its event loop was blocked')
  return Number(seconds) * 1000
}

/**
 * How long `work` blocks the event loop of a service. The service measures CPU time, so other processes on a busy
 * machine do not count. Remaining noise (garbage collection, first compilation) differs between tries, while
 * blocking work does not, so the minimum of several tries counts.
 */
export async function blockMsOf(
  service: Pick<Service, 'url'>,
  { enoughMs, work }: { enoughMs: number; work: () => Promise<unknown> },
): Promise<number> {
  let leastMs = Number.POSITIVE_INFINITY
  for (let tries = 0; tries < TRIES_MAX && leastMs > enoughMs; tries += 1) {
    await takeLongestBlockMs(service)
    await work()
    leastMs = Math.min(leastMs, await takeLongestBlockMs(service))
  }
  return leastMs
}
