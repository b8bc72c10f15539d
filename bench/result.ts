import type { Cost } from './cost/cost.ts'
import type { Latency } from './latency.ts'

/** A raw loop of this machine, to which results are compared. */
export type RawLoop = 'no-op' | 'signed-post' | 'queue' | 'insert'

/** What a scenario came to: one line of the table. */
export interface Result {
  scenario: string
  /** How it is said in the table: `7,600/s`. */
  value: string
  /** What it is to reach, and whether it did; undefined where it is only shown. */
  target?: string | undefined
  isReached?: boolean | undefined
  /** Without the warm-up. */
  perSecond?: number | undefined
  /** With it, where that is known, too. */
  wholePerSecond?: number | undefined
  /** The share of the raw loop beside it that is to be reached, from 0 to 1. */
  shareMin?: number | undefined
  latency?: Latency | undefined
  /** Of one piece of the work, in microseconds; `piece` says of what. */
  cost?: Cost | undefined
  piece?: 'event' | 'request' | 'delivery' | undefined
  /** What was lost, doubled or refused. Anything here is a failure. */
  faults: string[]
}

/** What a raw loop did a second, directly before and directly after. */
export interface Beside {
  loop: RawLoop
  before: number
  after: number
}

export interface ComparedResult extends Result {
  beside?: Beside | undefined
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
