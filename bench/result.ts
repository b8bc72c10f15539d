import type { Cost } from './cost/cost.ts'
import type { Latency } from './latency.ts'

/** A raw loop, which results are compared with. */
export type RawLoop = 'no-op' | 'signed-post' | 'queue' | 'insert'

/** A result of a scenario: one line of the table. */
export interface Result {
  scenario: string
  /** As shown in the table: `7,600/s`. */
  value: string
  /** The target, and whether it was reached; undefined without a target. */
  target?: string | undefined
  isReached?: boolean | undefined
  /** Without the warm-up. */
  perSecond?: number | undefined
  /** Including the warm-up, if known. */
  wholePerSecond?: number | undefined
  /** The minimum share of its raw loop, from 0 to 1. */
  shareMin?: number | undefined
  latency?: Latency | undefined
  /** The cost of one unit of work, in microseconds; `unit` names the unit. */
  cost?: Cost | undefined
  unit?: 'event' | 'request' | 'delivery' | undefined
  /** Further numbers that `--compare` compares. Its other figures are the rate, the latency and the cost. */
  figures?: readonly Figure[]
  /** What was lost, duplicated or refused. Any entry fails the run. */
  violations: string[]
}

/** A number of a result; the name includes the unit. */
export interface Figure {
  name: string
  value: number
}

/** The rate of a raw loop directly before and directly after. */
export interface RawRates {
  loop: RawLoop
  before: number
  after: number
}

export interface ComparedResult extends Result {
  rawRates?: RawRates | undefined
}

const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

export function perSecondText(perSecond: number): string {
  return `${WHOLE.format(perSecond)}/s`
}

export function count(value: number): string {
  return WHOLE.format(value)
}

export function msText(ms: number): string {
  return `${ms.toFixed(ms < 100 ? 1 : 0)} ms`
}

export function latencyText({ p50, p95, p99 }: Latency): string {
  return `p50 ${msText(p50)}, p95 ${msText(p95)}, p99 ${msText(p99)}`
}
