import { parseJsonText, UnreadableJsonError } from '../json-text.ts'
import { UnreadablePayloadError } from './provider.ts'

/**
 * The body of a verified request as a JSON value.
 *
 * @throws {UnreadablePayloadError} when it is not UTF-8, not JSON, or nested too deeply.
 */
export function parsePayload(body: Uint8Array): unknown {
  try {
    return parseJsonText(body)
  } catch (error) {
    if (!(error instanceof UnreadableJsonError)) throw error
    throw new UnreadablePayloadError(`The body cannot be read: ${error.message}.`, { cause: error })
  }
}

/** A member of a JSON value; `undefined` when the value is not an object or has no such member of its own. */
export function memberOf(payload: unknown, name: string): unknown {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return undefined
  return Object.entries(payload).find(([key]) => key === name)?.[1]
}
