import { invalidFields } from '@posthorn/runtime'

/**
 * Asserts that content is kept for no longer than its records.
 * @param days of a tenant; null: as long as the records
 * @param daysMax RETENTION_DAYS; 0: for ever
 * @throws ProblemError `invalid_request`
 */
export function assertRetention(days: number | null, daysMax: number): void {
  if (days === null || daysMax === 0 || days <= daysMax) return
  const message = `must be at most ${daysMax}, which is RETENTION_DAYS, got ${days}`
  throw invalidFields([{ path: 'retentionDays', message }])
}
