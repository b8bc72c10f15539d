/** Times before now that a page can show. */
export const PERIODS = {
  '1h': { text: 'Last hour', minutes: 60 },
  '24h': { text: 'Last 24 hours', minutes: 1_440 },
  '7d': { text: 'Last 7 days', minutes: 10_080 },
  '30d': { text: 'Last 30 days', minutes: 43_200 },
} as const

/** The size of the bars of a chart: at most about a hundred and seventy in each period. */
export const BUCKETS = { '1h': 'minute', '24h': 'hour', '7d': 'hour', '30d': 'day' } as const

export type Period = keyof typeof PERIODS

/** The start of a period, to the minute: the same request for a minute is one entry of the cache. */
export function startOf(period: Period, now: number): string {
  const minute = Math.floor(now / 60_000)
  return new Date((minute - PERIODS[period].minutes) * 60_000).toISOString()
}

export function isPeriod(value: string | undefined): value is Period {
  return value !== undefined && Object.hasOwn(PERIODS, value)
}
