import { PosthornError } from '@posthorn/client'

/** Statuses below 500 that pass. */
const TEMPORARY = new Set([408, 425, 429])

/** Whether repeating a call is of no use: the API has answered, and refuses. */
export function isRefusal(error: unknown): error is PosthornError {
  if (!(error instanceof PosthornError) || error.status === undefined) return false
  return error.status >= 300 && error.status < 500 && !TEMPORARY.has(error.status)
}
