import { InvalidJsonError, parseJsonText } from '../../json/json-text.ts'
import { type Headers, UnreadablePayloadError } from '../provider.ts'
import { contentTypeOf, declaresJson } from './media-type.ts'
import { opaqueData } from './opaque-data.ts'

/**
 * Parses the body of a verified request as JSON.
 *
 * @throws {UnreadablePayloadError} when it is not UTF-8, not JSON, or nested too deeply.
 */
export function parsePayload(body: Uint8Array): unknown {
  try {
    return parseJsonText(body)
  } catch (error) {
    if (!(error instanceof InvalidJsonError)) throw error
    throw new UnreadablePayloadError(`The body cannot be read: ${error.message}.`, { cause: error })
  }
}

/** A body of any content type: its JSON value, or the data that represents it (`opaqueData`). */
export type AnyPayload = { payload: unknown } | { payload?: never; data: Uint8Array }

/**
 * Reads the body of a verified request of any content type. It is JSON if its content type says so, or if it is a JSON
 * object or array: many senders leave the content type to their HTTP client. Any other body becomes opaque data.
 *
 * @throws {UnreadablePayloadError} when the content type is JSON and the body is not.
 */
export function readAnyPayload({ headers, body }: { headers: Headers; body: Uint8Array }): AnyPayload {
  if (declaresJson(headers)) return { payload: parsePayload(body) }
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
    if (!(error instanceof InvalidJsonError)) throw error
    return undefined
  }
}

/** The JSON object of a fetched or encoded text; undefined for anything else. */
export function objectOf(text: string): object | undefined {
  return structureOf(Buffer.from(text))
}

/** An own member of a JSON value; `undefined` when the value is not an object or has no such member. */
export function memberOf(payload: unknown, name: string): unknown {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return undefined
  return Object.hasOwn(payload, name) ? (payload as Record<string, unknown>)[name] : undefined
}

/** A JSON string, number or boolean as text; empty for anything else, whose `toString` may be a member of the JSON. */
export function scalarText(value: unknown): string {
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return isScalar ? String(value) : ''
}
