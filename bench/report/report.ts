import type { Backend } from '../options.ts'
import type { RawRange } from '../raw/raw-meter.ts'
import type { Beside, ComparedResult, RawLoop } from '../result.ts'

/** All that a run came to. */
export interface Report {
  machine: string
  profile: 'full' | 'quick'
  /** What the parts did by themselves. */
  raw: Partial<Record<RawLoop, RawRange>>
  /** The results with the queue there. */
  columns: { queue: Backend; results: ComparedResult[] }[]
}

/** Below this share of its target a result of a quick run has collapsed: less is noise of the machine. */
const COLLAPSED_SHARE = 0.25
/** When the raw loop before and after differ by more, the machine was not the same all the time. */
const UNSTEADY_FACTOR = 1.5

/** The share of its raw loop, from 0 to 1. */
export function shareOf({ beside, perSecond }: ComparedResult): number | undefined {
  return beside === undefined || perSecond === undefined ? undefined : perSecond / meanOf(beside)
}

export function meanOf({ before, after }: Beside): number {
  return (before + after) / 2
}

/** Whether the machine's speed changed so much meanwhile that the share says little. */
export function isUnsteady({ beside }: ComparedResult): boolean {
  if (beside === undefined) return false
  const { before, after } = beside
  return Math.max(before, after) > Math.min(before, after) * UNSTEADY_FACTOR
}

/** Whether the target was reached; undefined where there is none. */
export function isReached(result: ComparedResult): boolean | undefined {
  if (result.shareMin === undefined) return result.isReached
  const share = shareOf(result)
  return share === undefined ? undefined : share >= result.shareMin
}

/** Why the run failed, a sentence each. Empty: it did not. */
export function failuresOf({ columns, profile }: Report): string[] {
  return columns.flatMap(({ queue, results }) =>
    results.flatMap((result) => {
      const sentences = [
        ...result.faults,
        ...(profile === 'quick' && queue === 'redis' ? collapseOf(result) : []),
      ]
      return sentences.map((sentence) => `${result.scenario} (queue on ${queue}): ${sentence}`)
    }),
  )
}

/** Judged by the slower of the two measurements of the loop: it may have been the machine. */
function collapseOf({ beside, perSecond, shareMin }: ComparedResult): string[] {
  if (beside === undefined || perSecond === undefined || shareMin === undefined) return []
  const share = perSecond / Math.min(beside.before, beside.after)
  return share < shareMin * COLLAPSED_SHARE
    ? [`has collapsed to ${Math.round(share * 100)} % of its raw loop`]
    : []
}
