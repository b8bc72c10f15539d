/** A value of a query. Lists are joined with commas; undefined is left out. */
export type QueryValue = string | number | boolean | readonly (string | number)[] | undefined

/** The parameters of a query. */
export type Query = Readonly<Record<string, QueryValue>>

/**
 * The URL of a call.
 *
 * @param path from the URL of the API, beginning with a slash; may have a query of its own.
 */
export function requestUrl(baseUrl: string, path: string, query: object = {}): string {
  if (!path.startsWith('/')) throw new TypeError(`path: expected a slash at its beginning, got "${path}"`)
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query as Query)) {
    if (value !== undefined) parameters.append(name, Array.isArray(value) ? value.join(',') : String(value))
  }
  const text = parameters.toString()
  return baseUrl + path + (text === '' ? '' : `${path.includes('?') ? '&' : '?'}${text}`)
}

/** A path whose values are each one segment: ``pathOf`/v1/tenants/${id}` ``. */
export function pathOf(texts: TemplateStringsArray, ...values: readonly string[]): string {
  return texts.reduce((path, text, index) => path + segment(values[index - 1] ?? '') + text)
}

function segment(value: string): string {
  // Such segments would name another path: URLs are normalized.
  if (value === '' || value === '.' || value === '..') {
    throw new TypeError(`id: expected the id of an object, got "${value}"`)
  }
  return encodeURIComponent(value)
}
