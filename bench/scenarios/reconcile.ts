import type { LoadReply } from '../load/messages.ts'
import type { Arrival } from '../receivers/messages.ts'
import { count } from '../result.ts'

/** What was refused, lost or duplicated; empty when every publication was accepted and arrived once. */
export function violationsOf({
  replies,
  arrivals,
  expected,
}: {
  replies: readonly LoadReply[]
  arrivals: readonly Arrival[]
  /** The expected number of arrivals: one for each event and endpoint. */
  expected: number
}): string[] {
  const doubled = arrivals.filter(({ times }) => times > 1).length
  return [
    ...refusals(replies),
    ...(arrivals.length < expected ? [`${count(expected - arrivals.length)} lost`] : []),
    ...(arrivals.length > expected ? [`${count(arrivals.length - expected)} unexpected`] : []),
    ...(doubled > 0 ? [`${count(doubled)} sent twice`] : []),
  ]
}

/** Requests that were not accepted with 200 or 202. */
export function refusals(replies: readonly LoadReply[]): string[] {
  const refused = replies.filter(({ status }) => status !== 202 && status !== 200)
  if (refused.length === 0) return []
  const statuses = [...new Set(refused.map(({ status }) => status ?? 'no reply'))].join(', ')
  return [`${count(refused.length)} of ${count(replies.length)} refused (${statuses})`]
}
