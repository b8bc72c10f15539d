import type { LoadReply } from '../load/messages.ts'
import type { Arrival } from '../receivers/messages.ts'

/**
 * The times from the moment each event was due to be published to its arrival, in milliseconds.
 * @param published.from the number of the first event, of request 0
 */
export function tookMs(
  { from, replies }: { from: number; replies: readonly LoadReply[] },
  arrivals: readonly Arrival[],
): number[] {
  const arrivedMs = new Map(arrivals.map(({ n, atMs }) => [n, atMs]))
  return replies.flatMap(({ n, intendedMs }) => {
    const atMs = arrivedMs.get(from + n)
    return atMs === undefined ? [] : [atMs - intendedMs]
  })
}
