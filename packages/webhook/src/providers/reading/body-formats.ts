import { type Headers, UnreadablePayloadError } from '../provider.ts'
import { formFieldValues } from './form-field.ts'
import { type AnyPayload, parsePayload, readAnyPayload } from './json-payload.ts'
import { mediaTypeOf } from './media-type.ts'

/** What a body contains: JSON, and the event's data if that is not the body itself. */
export type BodyContent = AnyPayload | { payload: unknown; data: Uint8Array }

/**
 * Reads a body.
 *
 * @throws {UnreadablePayloadError} when it is not in this format.
 */
export type BodyFormat = (request: { headers: Headers; body: Uint8Array }) => BodyContent

/** JSON, whatever the content type says. */
export const jsonBody: BodyFormat = ({ body }) => ({ payload: parsePayload(body) })

/** JSON, or anything else as opaque data. */
export const anyBody: BodyFormat = readAnyPayload

/** JSON, or a form with the event as JSON in one field. */
export function jsonOrForm({ title, field }: { title: string; field: string }): BodyFormat {
  return (request) => {
    if (mediaTypeOf(request.headers) !== 'application/x-www-form-urlencoded') return jsonBody(request)
    const [json, second] = formFieldValues(request.body, field)
    if (json === undefined || second !== undefined) {
      throw new UnreadablePayloadError(
        `A ${title} form needs exactly one field "${field}" with the event as JSON.`,
      )
    }
    return { payload: parsePayload(json), data: json }
  }
}
