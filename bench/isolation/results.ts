import type { Publication } from '../load/open-loop.ts'
import { median, percentile } from '../percentile.ts'
import type { Arrival } from '../receivers/messages.ts'

export type PhaseKind = 'A' | 'B'

/** What one phase came to, for the good endpoints. Counts are of the warm-up, too; latencies are not. */
export interface PhaseResult {
  kind: PhaseKind
  published: number
  /** Publications that were not answered with 202. */
  refused: number
  arrived: number
  /** Answered with 202, and never arrived. */
  lost: number
  /** Arrived more than once, as they may. */
  repeated: number
  /** From the moment at which an event had to be published to its arrival. */
  latencyMs: Percentiles
  /** The p95 of each second after the warm-up: what an endpoint that goes bad does at once, and what it does later. */
  p95MsBySecond: number[]
  /** From that moment to the answer to the publication. */
  answerMs: Percentiles
  /** The machine's load average over the last minute, at the end. */
  load: number
  /** What share of the time after the warm-up the machine was busy with this and all else, from 0 to 1. */
  busy: number
  /** Empty in A. */
  bad: BadEndpoint[]
}

export interface Percentiles {
  p50: number
  p95: number
  p99: number
  max: number
}

/** What an endpoint that was made a bad one has seen since. */
export interface BadEndpoint {
  what: 'hanging' | 'refusing'
  attempts: number
  /** Undefined: the circuit was still closed at the end. */
  circuitOpenedAfterSeconds: number | undefined
}

/**
 * Compares what was published for the good endpoints with what came to them.
 * @param measuredFrom the number of the first event after the warm-up
 */
export function compare(
  publications: readonly Publication[],
  arrivals: readonly Arrival[],
  measuredFrom: number,
): Omit<PhaseResult, 'kind' | 'load' | 'busy' | 'bad'> {
  const arrivalOf = new Map(arrivals.map((arrival) => [arrival.n, arrival]))
  const came = publications.flatMap(({ n, intendedMs }) => {
    const arrival = arrivalOf.get(n)
    return arrival === undefined
      ? []
      : [{ n, intendedMs, times: arrival.times, ms: arrival.atMs - intendedMs }]
  })
  const measured = came.filter(({ n }) => n >= measuredFrom)
  const accepted = publications.filter(({ status }) => status === 202)
  return {
    published: publications.length,
    refused: publications.length - accepted.length,
    arrived: came.length,
    lost: accepted.filter(({ n }) => !arrivalOf.has(n)).length,
    repeated: came.filter(({ times }) => times > 1).length,
    latencyMs: percentilesOf(measured.map(({ ms }) => ms)),
    p95MsBySecond: p95BySecond(measured),
    answerMs: percentilesOf(
      accepted
        .filter(({ n }) => n >= measuredFrom)
        .map(({ intendedMs, answeredMs }) => answeredMs - intendedMs),
    ),
  }
}

function p95BySecond(samples: readonly { intendedMs: number; ms: number }[]): number[] {
  const beganMs = Math.min(...samples.map(({ intendedMs }) => intendedMs))
  const seconds = Map.groupBy(samples, ({ intendedMs }) => Math.floor((intendedMs - beganMs) / 1000))
  return [...seconds.entries()]
    .toSorted(([one], [other]) => one - other)
    .map(([, each]) => percentilesOf(each.map(({ ms }) => ms)).p95)
}

function percentilesOf(samples: readonly number[]): Percentiles {
  const sorted = samples.toSorted((one, other) => one - other)
  return {
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    max: percentile(sorted, 1),
  }
}

/** How many times as long B took as the A before it, at the p95, for each pair; and the median of that. */
export function ratiosOf(phases: readonly PhaseResult[]): { pairs: number[]; median: number } {
  const pairs = phases.flatMap(({ kind, latencyMs }, index) => {
    const before = phases[index - 1]
    return kind === 'B' && before?.kind === 'A' ? [latencyMs.p95 / before.latencyMs.p95] : []
  })
  return { pairs, median: median(pairs) }
}
