import { request } from 'undici'
import type { Service } from './service.ts'

const METRIC = /^posthorn_event_loop_blocked_seconds (\S+)$/m
const TRIES_MAX = 4

/** For how long a service kept its own event loop from turning since this was last asked, at the longest. */
export async function takeLongestBlockMs({ url }: Pick<Service, 'url'>): Promise<number> {
  const { body } = await request(`${url}/metrics`)
  const [, seconds] = METRIC.exec(await body.text()) ?? []
  if (seconds === undefined)
    throw new Error('the service does not say for how long its event loop was blocked')
  return Number(seconds) * 1000
}

/**
 * For how long `work` blocks the event loop of a service. The service measures CPU time, so what other processes do on a busy
 * machine does not count; what is left of noise (a collection of garbage, code that is compiled for the first time) does not
 * come back each time, whereas work that blocks does. So the least of several tries counts.
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
