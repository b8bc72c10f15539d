import type { TimeZoneChoice } from './preferences.ts'

const CLOCK = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const
const DAY = { day: 'numeric', month: 'short' } as const
const formats = new Map<string, Intl.DateTimeFormat>()

/** Day and time; the year only where it is another one than now. */
export function formatTime(time: Date, zone: TimeZoneChoice, now: Date): string {
  const isThisYear = time.getUTCFullYear() === now.getUTCFullYear()
  return formatOf(zone, { ...DAY, ...CLOCK, ...(isThisYear ? {} : { year: 'numeric' as const }) }).format(
    time,
  )
}

/** With date, milliseconds and the name of the zone: nothing is left to guess. */
export function formatExactTime(time: Date, zone: TimeZoneChoice): string {
  return formatOf(zone, {
    ...DAY,
    ...CLOCK,
    year: 'numeric',
    fractionalSecondDigits: 3,
    timeZoneName: 'short',
  }).format(time)
}

/** The exact time in the chosen zone, then in the other one. */
export function formatBothZones(time: Date, chosen: TimeZoneChoice): string {
  return `${formatExactTime(time, chosen)} · ${formatExactTime(time, otherZone(chosen))}`
}

export function otherZone(zone: TimeZoneChoice): TimeZoneChoice {
  return zone === 'utc' ? 'local' : 'utc'
}

/** For the axis of a chart: a day, or the time of a day. */
export function formatTick(time: Date, zone: TimeZoneChoice, isDay: boolean): string {
  return formatOf(zone, isDay ? DAY : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(time)
}

const UNITS = [
  { seconds: 86_400, name: 'd' },
  { seconds: 3_600, name: 'h' },
  { seconds: 60, name: 'min' },
  { seconds: 1, name: 's' },
] as const

/** A duration in its two largest units: `2 h 5 min`. */
export function formatDuration(milliseconds: number): string {
  const total = Math.max(0, Math.round(milliseconds / 1_000))
  const at = UNITS.findIndex(({ seconds }) => total >= seconds)
  const [large, small] = [UNITS[at], UNITS[at + 1]]
  if (large === undefined) return '0 s'
  const rest = small === undefined ? 0 : Math.floor((total % large.seconds) / small.seconds)
  const head = `${Math.floor(total / large.seconds)} ${large.name}`
  return rest === 0 || small === undefined ? head : `${head} ${rest} ${small.name}`
}

/** A duration in its largest unit: `2 h`. */
export function formatLargestUnit(milliseconds: number): string {
  return formatDuration(milliseconds).split(' ').slice(0, 2).join(' ')
}

/** Milliseconds as people read them: `87 ms`, `1.2 s`. */
export function formatMs(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`
  return milliseconds < 100_000 ? `${(milliseconds / 1_000).toFixed(1)} s` : formatDuration(milliseconds)
}

function formatOf(zone: TimeZoneChoice, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${Object.values(options).join(' ')} ${Object.keys(options).length}`
  const known = formats.get(key)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en-GB', {
    ...options,
    ...(zone === 'utc' ? { timeZone: 'UTC' } : {}),
  })
  formats.set(key, format)
  return format
}
