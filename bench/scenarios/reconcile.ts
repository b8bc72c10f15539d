import type { Answer } from '../load/messages.ts'
import type { Arrival } from '../receivers/messages.ts'
import { count } from '../result.ts'

/** What was refused, lost or duplicated; empty when every publication was accepted and arrived once. */
export function violationsOf({
  answers,
  arrivals,
  expected,
}: {
  answers: readonly Answer[]
  arrivals: readonly Arrival[]
  /** The expected number of arrivals: one for each event and endpoint. */
  expected: number
}): string[] {
  const doubled = arrivals.filter(({ times }) => times > 1).length
  return [
    ...refusals(answers),
    ...(arrivals.length < expected ? [`${count(expected - arrivals.length)} lost`] : []),
    ...(arrivals.length > expected ? [`${count(arrivals.length - expected)} unexpected`] : []),
    ...(doubled > 0 ? [`${count(doubled)} sent twice`] : []),
  ]
}

/** Requests that were not accepted with 200 or 202. */
export function refusals(answers: readonly Answer[]): string[] {
  const refused = answers.filter(({ status }) => status !== 202 && status !== 200)
  if (refused.length === 0) return []
  const statuses = [...new Set(refused.map(({ status }) => status ?? 'no reply'))].join(', ')
  return [`${count(refused.length)} of ${count(answers.length)} refused (${statuses})`]
}
