import { parseJsonText, UnreadableJsonError } from '../json/json-text.ts'
import { claimsJson, contentTypeOf } from './media-type.ts'
import { opaqueData } from './opaque-data.ts'
import { type Headers, UnreadablePayloadError } from './provider.ts'

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

/** A body that may be anything: the JSON value it is, or the data that stands for it. */
export type AnyPayload = { payload: unknown } | { payload?: never; data: Uint8Array }

/**
 * The body of a verified request whose provider sends any content type. It is JSON when it claims to be, and also when
 * it is an object or array under another name: many senders leave the content type to their HTTP client. Everything else
 * is data without a structure of its own.
 *
 * @throws {UnreadablePayloadError} when it claims to be JSON and is not.
 */
export function readAnyPayload({ headers, body }: { headers: Headers; body: Uint8Array }): AnyPayload {
  if (claimsJson(headers)) return { payload: parsePayload(body) }
  const payload = structureOf(body)
  return payload === undefined
    ? { data: opaqueData({ contentType: contentTypeOf(headers), body }) }
    : { payload }
}

function structureOf(body: Uint8Array): object | undefined {
  try {
    const value = parseJsonText(body)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch (error) {
    if (!(error instanceof UnreadableJsonError)) throw error
    return undefined
  }
}

/** A member of a JSON value; `undefined` when the value is not an object or has no such member of its own. */
export function memberOf(payload: unknown, name: string): unknown {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return undefined
  return Object.entries(payload).find(([key]) => key === name)?.[1]
}
