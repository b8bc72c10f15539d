import type { Headers } from '../provider.ts'
import { mediaTypeOf } from './media-type.ts'

/** The values of each field of a form, in order. */
export type FormFields = ReadonlyMap<string, readonly string[]>

const NONE: FormFields = new Map()
/** Forms of providers have a few dozen fields. Limits the work on untrusted input. */
const FIELDS_MAX = 1000
const BYTES_MAX = 1024 * 1024

/** The fields of a form, decoded as UTF-8; undefined when there are more than 1,000, or more than 1 MiB. */
export function parseForm(body: Uint8Array): FormFields | undefined {
  if (body.length > BYTES_MAX) return undefined
  const text = Buffer.from(body).toString()
  if (text.split('&', FIELDS_MAX + 1).length > FIELDS_MAX) return undefined
  const fields = new Map<string, string[]>()
  // Map.groupBy is missing in Node.js 20, where the command line runs, too.
  for (const [name, value] of new URLSearchParams(text)) {
    const values = fields.get(name)
    if (values === undefined) fields.set(name, [value])
    else values.push(value)
  }
  return fields
}

/** The fields of a request's form; none if its body is no form, or a large one. */
export function formFieldsOf({ headers, body }: { headers: Headers; body: Uint8Array }): FormFields {
  const isForm = mediaTypeOf(headers) === 'application/x-www-form-urlencoded'
  return (isForm ? parseForm(body) : undefined) ?? NONE
}
