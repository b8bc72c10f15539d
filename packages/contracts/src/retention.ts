import { ID_PREFIXES, timeOfId } from './ids.ts'

/** What is removed after the retention period. */
const EXPIRING = [ID_PREFIXES.event, ID_PREFIXES.delivery, ID_PREFIXES.attempt, ID_PREFIXES.request]
const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Whether the object of an id is past the retention period, by the time in the id. What may be kept for ever has not expired, nor
 * has a text that contains no time.
 * @param options.retentionDays 0: nothing expires
 */
export function isExpired(id: string, { retentionDays, now }: { retentionDays: number; now: Date }): boolean {
  if (retentionDays === 0 || !EXPIRING.some((prefix) => id.startsWith(`${prefix}_`))) return false
  try {
    return timeOfId(id).getTime() < now.getTime() - retentionDays * DAY_MS
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
