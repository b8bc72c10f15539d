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
  perSecond?: number | undefined
  /** Which raw loop it is a share of. */
  of?: RawLoop | undefined
  /** The share of that loop that is to be reached, from 0 to 1. */
  shareMin?: number | undefined
  latency?: Latency | undefined
  /** What was lost, doubled or refused. Anything here is a failure. */
  faults: string[]
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
