/** Duration of each kind of bucket, in seconds. */
export const BUCKET_SECONDS = { minute: 60, hour: 3600, day: 86_400 } as const
export type Bucket = keyof typeof BUCKET_SECONDS

const HOUR_MS = 3600 * 1000
const DAY_MS = 24 * HOUR_MS
/** How far back each kind can be queried. Older counts exist only in coarser buckets; days are kept forever. */
const REACH_MS = { minute: DAY_MS, hour: 32 * DAY_MS, day: Number.POSITIVE_INFINITY }
/** Buckets are stored this much longer, because of running queries and clock differences. */
const MARGIN_HOURS = { minute: 1, hour: 24 }
export const MINUTES_KEPT_HOURS = REACH_MS.minute / HOUR_MS + MARGIN_HOURS.minute
export const HOURS_KEPT_HOURS = REACH_MS.hour / HOUR_MS + MARGIN_HOURS.hour

const COARSER = { minute: 'hour', hour: 'day', day: undefined }

const BUCKETS_MAX = 1500
const WINDOW_MS_DEFAULT = DAY_MS

/** A time window: `from` is inclusive, `to` exclusive. */
export interface StatsWindow {
  from: Date
  to: Date
}

/** The window in a request. */
interface RequestedWindow {
  from?: Date | undefined
  to?: Date | undefined
}

/** There are no such statistics. The message says what to request instead. */
export class StatsWindowError extends Error {
  override readonly name = 'StatsWindowError'
  /** The wrong parameter. */
  readonly path: string

  constructor(path: string, message: string) {
    super(message)
    this.path = path
  }
}

/**
 * The window of a series of buckets: the requested one, by default the last 24 hours, rounded to whole buckets.
 * @param requested a `to` in the future means now
 * @throws StatsWindowError when it is empty, begins before the oldest bucket, or has too many buckets
 */
export function seriesWindow(requested: RequestedWindow, bucket: Bucket, now: Date): StatsWindow {
  const { from, to } = roundedTo(bucket, bucket, windowOf(requested, now))
  const reachMs = now.getTime() - REACH_MS[bucket]
  if (from.getTime() < reachMs - msOf(bucket)) {
    throw new StatsWindowError(
      'bucket',
      `buckets of one ${bucket} are available from ${new Date(reachMs).toISOString()}: use a later "from"${orCoarser(bucket)}`,
    )
  }
  const count = (to.getTime() - from.getTime()) / msOf(bucket)
  if (count > BUCKETS_MAX) {
    throw new StatsWindowError(
      'from',
      `the window has ${count} buckets of one ${bucket}, at most ${BUCKETS_MAX} are allowed: use a shorter window${orCoarser(bucket)}`,
    )
  }
  return { from, to }
}

/**
 * A window without a division into buckets. Both ends are rounded to the finest buckets that are stored for them.
 * @throws StatsWindowError when it is empty
 */
export function wholeWindow(requested: RequestedWindow, now: Date): StatsWindow {
  const window = windowOf(requested, now)
  return roundedTo(finestAt(window.from, now), finestAt(window.to, now), window)
}

/**
 * The whole hours inside a window, if its buckets are at least an hour long. The time before and after them must be read
 * from minutes. Without whole hours the result is empty, at the window's end.
 */
export function wholeHoursOf({ from, to }: StatsWindow, bucketSeconds: number): StatsWindow {
  const first = floorTo('hour', from.getTime() + HOUR_MS - 1)
  const last = floorTo('hour', to.getTime())
  if (bucketSeconds < BUCKET_SECONDS.hour || first >= last) return { from: to, to }
  return { from: new Date(first), to: new Date(last) }
}

function orCoarser(bucket: Bucket): string {
  const coarser = COARSER[bucket]
  return coarser === undefined ? '' : `, or buckets of one ${coarser}`
}

function windowOf({ from, to }: RequestedWindow, now: Date): StatsWindow {
  const end = to === undefined || to > now ? now : to
  const begin = from ?? new Date(Math.max(0, end.getTime() - WINDOW_MS_DEFAULT))
  if (begin >= end) throw new StatsWindowError('from', 'must be before "to" and in the past')
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
