import { firstIdAt, type IdKind } from '@posthorn/contracts'
import { WEEK_MS } from '../../../test/harness/database/old-data.ts'

/** The characters of an id, after its prefix, that encode its time. */
const TIME_CHARACTERS = 10

/** A Monday at midnight in UTC, where a weekly partition begins. */
export function mondayOf(weeksAgo: number): Date {
  const monday = new Date(Date.now() - weeksAgo * WEEK_MS)
  monday.setUTCHours(0, 0, 0, 0)
  monday.setUTCDate(monday.getUTCDate() - ((monday.getUTCDay() + 6) % 7))
  return monday
}

/** The ids of a week: from the first one on, and before the last. */
export function idsOfWeek(kind: IdKind, monday: Date): [from: string, before: string] {
  const digits = (at: Date) => {
    const first = firstIdAt(kind, at)
    return first.slice(0, first.indexOf('_') + 1 + TIME_CHARACTERS)
  }
  return [digits(monday), digits(new Date(monday.getTime() + WEEK_MS))]
}
