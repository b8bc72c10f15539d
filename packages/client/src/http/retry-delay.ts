import { ConnectionError, type PosthornError } from '../errors.ts'

const FIRST_MS = 250
const MAX_MS = 8_000
/** A caller that waits longer wants to know. */
const RETRY_AFTER_MAX_SECONDS = 60

/** Statuses of Posthorn and of proxies in front of it that are gone a moment later. */
const TEMPORARY: ReadonlySet<number> = new Set([408, 429, 502, 503, 504])

/**
 * How long to wait before a call is repeated: `Retry-After`, and a pause that doubles.
 *
 * @param options.tries that have failed, at least one.
 * @param options.random from 0 to 1.
 * @returns undefined if repeating it is of no use.
 */
export function retryDelayMs(
  error: PosthornError,
  { tries, random }: { tries: number; random: number },
): number | undefined {
  if (!isTemporary(error)) return undefined
  const { retryAfterSeconds = 0 } = error
  if (retryAfterSeconds > RETRY_AFTER_MAX_SECONDS) return undefined
  const pauseMs = Math.min(MAX_MS, FIRST_MS * 2 ** (tries - 1))
  // At random also after Retry-After: clients that were refused together come back one by one.
  return retryAfterSeconds * 1000 + pauseMs * (0.5 + random / 2)
}

/** Whether the call may have had an effect although it failed. */
export function isOutcomeUnknown({ status }: PosthornError): boolean {
  return status !== 429
}

function isTemporary(error: PosthornError): boolean {
  return error instanceof ConnectionError || TEMPORARY.has(error.status ?? 0)
}
