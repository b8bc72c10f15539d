import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Sleeps until a time of `performance.now()`; returns at once if it has passed.
 * @param signal ends the sleep early, without an error
 */
export async function sleepUntil(momentMs: number, signal: AbortSignal): Promise<void> {
  await sleep(Math.max(0, momentMs - performance.now()), undefined, { signal }).catch(() => {})
}
