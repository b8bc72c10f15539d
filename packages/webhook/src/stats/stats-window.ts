/** Seconds that each kind of bucket lasts. */
export const BUCKET_SECONDS = { minute: 60, hour: 3600, day: 86_400 } as const
export type Bucket = keyof typeof BUCKET_SECONDS

const HOUR_MS = 3600 * 1000
const DAY_MS = 24 * HOUR_MS
/** How far back one can ask for each. What is older is in the next coarser one only; days are kept for good. */
const REACH_MS = { minute: DAY_MS, hour: 32 * DAY_MS, day: Number.POSITIVE_INFINITY }
/** They are kept this much longer, so that nothing goes away under a question or a clock that is off. */
const MARGIN_HOURS = { minute: 1, hour: 24 }
export const MINUTES_KEPT_HOURS = REACH_MS.minute / HOUR_MS + MARGIN_HOURS.minute
export const HOURS_KEPT_HOURS = REACH_MS.hour / HOUR_MS + MARGIN_HOURS.hour

const COARSER = { minute: 'hour', hour: 'day', day: undefined }

const BUCKETS_MAX = 1500
const WINDOW_MS_DEFAULT = DAY_MS

/** A while that counts are asked for: from the first moment on, and before the second. */
export interface StatsWindow {
  from: Date
  to: Date
}

/** A window as it was asked for. */
interface AskedWindow {
  from?: Date | undefined
  to?: Date | undefined
}

/** The window cannot be told. The message says how to ask instead. */
export class StatsWindowError extends Error {
  override readonly name = 'StatsWindowError'
  /** The parameter that is wrong. */
  readonly path: string

  constructor(path: string, message: string) {
    super(message)
    this.path = path
  }
}

/**
 * The window of a series of buckets: as asked for, the last 24 hours by default, rounded to whole buckets.
 * @param asked a `to` in the future stands for now
 * @throws StatsWindowError when it is empty, reaches back further than such buckets are kept, or has too many of them
 */
export function seriesWindow(asked: AskedWindow, bucket: Bucket, now: Date): StatsWindow {
  const { from, to } = roundedTo(bucket, bucket, windowOf(asked, now))
  const reachMs = now.getTime() - REACH_MS[bucket]
  if (from.getTime() < reachMs - msOf(bucket)) {
    throw new StatsWindowError(
      'bucket',
      `buckets of one ${bucket} reach back to ${new Date(reachMs).toISOString()}: ask from then on${orCoarser(bucket)}`,
    )
  }
  const count = (to.getTime() - from.getTime()) / msOf(bucket)
  if (count > BUCKETS_MAX) {
    throw new StatsWindowError(
      'from',
      `the window has ${count} buckets of one ${bucket}, and ${BUCKETS_MAX} is the most: ask for a shorter one${orCoarser(bucket)}`,
    )
  }
  return { from, to }
}

/**
 * A window that is told as a whole: rounded to what is kept of its beginning and of its end.
 * @throws StatsWindowError when it is empty
 */
export function wholeWindow(asked: AskedWindow, now: Date): StatsWindow {
  const window = windowOf(asked, now)
  return roundedTo(finestAt(window.from, now), finestAt(window.to, now), window)
}

/**
 * The hours that lie in a window as a whole, if its parts are as long as that. What lies before and after them has to be
 * read by the minute, and all of it where there are none: they are then empty, at the window's end.
 */
export function wholeHoursOf({ from, to }: StatsWindow, partSeconds: number): StatsWindow {
  const first = floorTo('hour', from.getTime() + HOUR_MS - 1)
  const last = floorTo('hour', to.getTime())
  if (partSeconds < BUCKET_SECONDS.hour || first >= last) return { from: to, to }
  return { from: new Date(first), to: new Date(last) }
}

function orCoarser(bucket: Bucket): string {
  const coarser = COARSER[bucket]
  return coarser === undefined ? '' : `, or for buckets of one ${coarser}`
}

function windowOf({ from, to }: AskedWindow, now: Date): StatsWindow {
  const end = to === undefined || to > now ? now : to
  const begin = from ?? new Date(Math.max(0, end.getTime() - WINDOW_MS_DEFAULT))
  if (begin >= end) throw new StatsWindowError('from', 'must lie before to, and in the past')
  return { from: begin, to: end }
}

function roundedTo(first: Bucket, last: Bucket, { from, to }: StatsWindow): StatsWindow {
  const end = floorTo(last, to.getTime())
  return {
    from: new Date(floorTo(first, from.getTime())),
    to: new Date(end === to.getTime() ? end : end + msOf(last)),
  }
}

function finestAt(at: Date, now: Date): Bucket {
  const ageMs = now.getTime() - at.getTime()
  if (ageMs <= REACH_MS.minute) return 'minute'
  return ageMs <= REACH_MS.hour ? 'hour' : 'day'
}

function floorTo(bucket: Bucket, ms: number): number {
  return ms - (ms % msOf(bucket))
}

function msOf(bucket: Bucket): number {
  return BUCKET_SECONDS[bucket] * 1000
}
