import type { TimeZoneChoice } from '../../preferences/preferences.ts'

const COMPLETE = /^\d{4}-\d\d-\d\dT\d\d:\d\d/

/** A time as an `<input type="datetime-local">` has it, in the chosen zone. */
export function toTimeInput(time: string, zone: TimeZoneChoice): string {
  const at = new Date(time)
  const shiftedMs = zone === 'utc' ? 0 : at.getTimezoneOffset() * 60_000
  return new Date(at.getTime() - shiftedMs).toISOString().slice(0, 19)
}

/**
 * The time that such an input has.
 * @returns RFC 3339 in UTC; undefined for an empty or incomplete one
 */
export function fromTimeInput(text: string, zone: TimeZoneChoice): string | undefined {
  if (!COMPLETE.test(text)) return undefined
  // Without a zone, a date with a time is local.
  const at = new Date(zone === 'utc' ? `${text}Z` : text)
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString()
}
