import type { Headers } from '../provider.ts'

const JSON_TYPE = /^(?:application|text)\/json$|\+json$/

/** The `content-type` as received; empty without one. */
export function contentTypeOf(headers: Headers): string {
  return headers['content-type']?.toString() ?? ''
}

/** The media type in lower case, without parameters: `application/json` for `Application/JSON; charset=utf-8`. */
export function mediaTypeOf(headers: Headers): string {
  const [type = ''] = contentTypeOf(headers).split(';')
  return type.trim().toLowerCase()
}

/** Whether the body must be JSON: the content type is JSON or missing. */
export function declaresJson(headers: Headers): boolean {
  const type = mediaTypeOf(headers)
  return type === '' || JSON_TYPE.test(type)
}
