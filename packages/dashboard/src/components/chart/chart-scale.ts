/** Steps of an axis that people read easily, for each power of ten. */
const STEPS = [1, 2, 5, 10]
const TICKS_MAX = 4

/** The values at which an axis from zero has lines: the last is at least the largest value, and at least one. */
export function valueTicks(largest: number): number[] {
  const wanted = Math.max(1, largest) / TICKS_MAX
  const power = 10 ** Math.floor(Math.log10(wanted))
  // A part of an event is nothing to show.
  const step = Math.max(1, power * (STEPS.find((factor) => factor * power >= wanted) ?? 10))
  return Array.from({ length: Math.ceil(Math.max(1, largest) / step) + 1 }, (_, index) => index * step)
}

const MINUTE_MS = 60_000
const DAY_MS = 1_440 * MINUTE_MS
/** From one name of a time to the next. */
const TIME_STEPS_MS = [1, 5, 10, 15, 30, 60, 180, 360, 720, 1_440, 2_880, 7_200, 14_400].map(
  (minutes) => minutes * MINUTE_MS,
)
const TIME_TICKS_MAX = 9

/** A time that is named below a chart. */
export interface TimeTick {
  /** Of its bucket. */
  index: number
  at: Date
}

/**
 * The times that are named below a chart of buckets: round ones.
 * @param offsetMinutes of the time zone in which they are round, as of `Date.getTimezoneOffset`
 */
export function timeTicks(
  times: readonly string[],
  offsetMinutes: (at: Date) => number,
): { ticks: TimeTick[]; areDays: boolean } {
  const [first, last] = [Date.parse(times[0] ?? ''), Date.parse(times.at(-1) ?? '')]
  const step = TIME_STEPS_MS.find((ms) => (last - first) / ms < TIME_TICKS_MAX) ?? DAY_MS * 30
  const ticks = times
    .map((time, index) => ({ index, at: new Date(time) }))
    // Buckets of days begin at midnight in UTC, wherever people are.
    .filter(({ at }) => (at.getTime() - (step < DAY_MS ? offsetMinutes(at) * MINUTE_MS : 0)) % step === 0)
  return { ticks, areDays: step >= DAY_MS }
}
