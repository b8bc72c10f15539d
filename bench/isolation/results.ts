import type { Publication } from '../load/open-loop.ts'
import { median, percentile } from '../percentile.ts'
import type { Arrival } from '../receivers/messages.ts'

export type PhaseKind = 'A' | 'B'

/** The result of one phase, for the healthy endpoints. Counts include the warm-up; latencies do not. */
export interface PhaseResult {
  kind: PhaseKind
  published: number
  /** Publications with another status than 202. */
  refused: number
  arrived: number
  /** Accepted with 202, and never arrived. */
  lost: number
  /** Arrived more than once, which is allowed. */
  repeated: number
  /** From the time at which an event was due to be published to its arrival. */
  latencyMs: Percentiles
  /** The p95 of each second after the warm-up, to tell early effects of a failing endpoint from later ones. */
  p95MsBySecond: number[]
  /** From that time to the reply to the publication. */
  replyMs: Percentiles
  /** The machine's load average over the last minute, at the end. */
  load: number
  /** The share of the time after the warm-up that the machine was busy, with everything, from 0 to 1. */
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

/** The attempts at a failing endpoint. */
export interface BadEndpoint {
  what: 'hanging' | 'refusing'
  attempts: number
  /** Undefined when the circuit was still closed at the end. */
  circuitOpenedAfterSeconds: number | undefined
}

/**
 * Compares publications for the healthy endpoints with arrivals at them.
 * @param measuredFrom the number of the first event after the warm-up
 */
export function compare(
  publications: readonly Publication[],
  arrivals: readonly Arrival[],
  measuredFrom: number,
): Omit<PhaseResult, 'kind' | 'load' | 'busy' | 'bad'> {
  const arrivalOf = new Map(arrivals.map((arrival) => [arrival.n, arrival]))
  const arrived = publications.flatMap(({ n, intendedMs }) => {
    const arrival = arrivalOf.get(n)
    return arrival === undefined
      ? []
      : [{ n, intendedMs, times: arrival.times, ms: arrival.atMs - intendedMs }]
  })
  const measured = arrived.filter(({ n }) => n >= measuredFrom)
  const accepted = publications.filter(({ status }) => status === 202)
  return {
    published: publications.length,
    refused: publications.length - accepted.length,
    arrived: arrived.length,
    lost: accepted.filter(({ n }) => !arrivalOf.has(n)).length,
    repeated: arrived.filter(({ times }) => times > 1).length,
    latencyMs: percentilesOf(measured.map(({ ms }) => ms)),
    p95MsBySecond: p95BySecond(measured),
    replyMs: percentilesOf(
      accepted
        .filter(({ n }) => n >= measuredFrom)
        .map(({ intendedMs, repliedMs }) => repliedMs - intendedMs),
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

/** The p95 of B divided by that of the previous A, for each pair; and the median of these ratios. */
export function ratiosOf(phases: readonly PhaseResult[]): { pairs: number[]; median: number } {
  const pairs = phases.flatMap(({ kind, latencyMs }, index) => {
    const before = phases[index - 1]
    return kind === 'B' && before?.kind === 'A' ? [latencyMs.p95 / before.latencyMs.p95] : []
  })
  return { pairs, median: median(pairs) }
}
