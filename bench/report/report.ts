import type { Backend } from '../options.ts'
import type { RawRates } from '../raw/raw-loops.ts'
import type { Result } from '../result.ts'

/** All that a run came to. */
export interface Report {
  machine: string
  profile: 'full' | 'quick'
  /** What the parts did by themselves. */
  raw: RawRates
  /** The results with the queue there. */
  columns: { queue: Backend; results: Result[] }[]
}

/** Below this share of its target a result of a quick run has collapsed: less is noise of the machine. */
const COLLAPSED_SHARE = 0.25

/** The share of its raw loop, from 0 to 1. */
export function shareOf({ of, perSecond }: Result, raw: RawRates): number | undefined {
  const rate = of === undefined ? undefined : raw[of]
  return rate === undefined || perSecond === undefined ? undefined : perSecond / rate
}

/** Whether the target was reached; undefined where there is none. */
export function isReached(result: Result, raw: RawRates): boolean | undefined {
  if (result.shareMin === undefined) return result.isReached
  const share = shareOf(result, raw)
  return share === undefined ? undefined : share >= result.shareMin
}

/** Why the run failed, a sentence each. Empty: it did not. */
export function failuresOf({ columns, raw, profile }: Report): string[] {
  return columns.flatMap(({ queue, results }) =>
    results.flatMap((result) => {
      const where = `${result.scenario} (queue on ${queue})`
      const faults = result.faults.map((fault) => `${where}: ${fault}`)
      const share = shareOf(result, raw)
      const { shareMin } = result
      if (profile === 'full' || queue === 'postgres' || share === undefined || shareMin === undefined)
        return faults
      const hasCollapsed = share < shareMin * COLLAPSED_SHARE
      return hasCollapsed
        ? [...faults, `${where}: has collapsed to ${Math.round(share * 100)} % of its raw loop`]
        : faults
    }),
  )
}
