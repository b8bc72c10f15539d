import type { Backend } from '../options.ts'
import type { RawRange } from '../raw/raw-meter.ts'
import type { ComparedResult, RawLoop, RawRates } from '../result.ts'

/** The results of a run. */
export interface Report {
  machine: string
  profile: 'full' | 'quick'
  /** The rates of the raw loops. */
  raw: Partial<Record<RawLoop, RawRange>>
  /** The results for each queue backend. */
  columns: { queue: Backend; results: ComparedResult[] }[]
}

/** A result of a quick run below this share of its target has collapsed; above it, it may be noise. */
const COLLAPSED_SHARE = 0.25
/** When the raw loop before and after differs by more, the machine changed its speed. */
const UNSTEADY_FACTOR = 1.5

/** The share of its raw loop, from 0 to 1. */
export function shareOf({ rawRates, perSecond }: ComparedResult): number | undefined {
  return rawRates === undefined || perSecond === undefined ? undefined : perSecond / meanOf(rawRates)
}

export function meanOf({ before, after }: RawRates): number {
  return (before + after) / 2
}

/** Whether the machine's speed changed too much for the share to be meaningful. */
export function isUnsteady({ rawRates }: ComparedResult): boolean {
  if (rawRates === undefined) return false
  const { before, after } = rawRates
  return Math.max(before, after) > Math.min(before, after) * UNSTEADY_FACTOR
}

/** Whether the target was reached; undefined without a target. */
export function isReached(result: ComparedResult): boolean | undefined {
  if (result.shareMin === undefined) return result.isReached
  const share = shareOf(result)
  return share === undefined ? undefined : share >= result.shareMin
}

/** Why the run failed, one sentence for each reason; empty when it did not. */
export function failuresOf({ columns, profile }: Report): string[] {
  return columns.flatMap(({ queue, results }) =>
    results.flatMap((result) => {
      const sentences = [
        ...result.violations,
        ...(profile === 'quick' && queue === 'redis' ? collapseOf(result) : []),
      ]
      return sentences.map((sentence) => `${result.scenario} (queue on ${queue}): ${sentence}`)
    }),
  )
}

/** Compared with the slower of the two measurements of the loop, in favour of the result. */
function collapseOf({ rawRates, perSecond, shareMin }: ComparedResult): string[] {
  if (rawRates === undefined || perSecond === undefined || shareMin === undefined) return []
  const share = perSecond / Math.min(rawRates.before, rawRates.after)
  return share < shareMin * COLLAPSED_SHARE
    ? [`has collapsed to ${Math.round(share * 100)} % of its raw loop`]
    : []
}
