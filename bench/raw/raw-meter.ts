import { perSecondText, type RawLoop } from '../result.ts'
import { measureRawLoop, RAW_NAMES, type RawOptions } from './raw-loops.ts'

/** The least and the most that a raw loop did a second in the run. */
export interface RawRange {
  min: number
  max: number
}

/** Measures raw loops, again and again: what a machine that is shared can do changes within minutes. */
export interface RawMeter {
  /** How much the loop does a second now. */
  rate(loop: RawLoop): Promise<number>
  ranges(): Partial<Record<RawLoop, RawRange>>
}

/** What was measured so lately counts as now: after one scenario is before the next. */
const NOW_MS = 2000

export function createRawMeter(options: RawOptions & { say: (line: string) => void }): RawMeter {
  const ranges: Partial<Record<RawLoop, RawRange>> = {}
  let last: { loop: RawLoop; perSecond: number; atMs: number } | undefined
  return {
    async rate(loop) {
      if (last?.loop === loop && performance.now() < last.atMs + NOW_MS) return last.perSecond
      const perSecond = await measureRawLoop(loop, options)
      options.say(`${RAW_NAMES[loop]}: ${perSecondText(perSecond)}`)
      const { min, max } = ranges[loop] ?? { min: perSecond, max: perSecond }
      ranges[loop] = { min: Math.min(min, perSecond), max: Math.max(max, perSecond) }
      last = { loop, perSecond, atMs: performance.now() }
      return perSecond
    },
    ranges: () => ranges,
  }
}
