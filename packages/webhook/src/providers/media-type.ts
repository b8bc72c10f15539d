import type { Headers } from './provider.ts'

const JSON_TYPE = /^(?:application|text)\/json$|\+json$/

/** The `content-type` as it came; empty where there is none. */
export function contentTypeOf(headers: Headers): string {
  return headers['content-type']?.toString() ?? ''
}

/** The media type in lower case, without its parameters: `application/json` of `Application/JSON; charset=utf-8`. */
export function mediaTypeOf(headers: Headers): string {
  const [type = ''] = contentTypeOf(headers).split(';')
  return type.trim().toLowerCase()
}

/** Whether the body must be JSON: it says so, or says nothing, as webhooks are JSON unless they say otherwise. */
export function claimsJson(headers: Headers): boolean {
  const type = mediaTypeOf(headers)
  return type === '' || JSON_TYPE.test(type)
}
