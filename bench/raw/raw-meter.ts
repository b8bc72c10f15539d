import { perSecondText, type RawLoop } from '../result.ts'
import { measureRawLoop, RAW_NAMES, type RawOptions } from './raw-loops.ts'

/** The lowest and highest rate of a raw loop in the run. */
export interface RawRange {
  min: number
  max: number
}

/** Measures raw loops repeatedly: the speed of a shared machine changes within minutes. */
export interface RawMeter {
  /** The current rate of the loop. */
  rate(loop: RawLoop): Promise<number>
  ranges(): Partial<Record<RawLoop, RawRange>>
}

/** A measurement this recent is reused: after one scenario is before the next. */
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
