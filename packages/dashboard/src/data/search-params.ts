/** The value of each search parameter of a page, as text in the URL. Lists are separated by commas, as in the API. */
export type SearchOf<Names extends readonly string[]> = { [Name in Names[number]]?: string }

/** Takes the known parameters out of a URL; empty ones count as absent. */
export function pickSearch<const Names extends readonly string[]>(
  names: Names,
  given: Record<string, unknown>,
): SearchOf<Names> {
  const known = names.flatMap((name) => {
    const value = given[name]
    return typeof value === 'string' && value !== '' ? [[name, value]] : []
  })
  return Object.fromEntries(known)
}

/** Reads a query string. Values stay text: `?statusCode=503` is not a number, and `5xx` is none either. */
export function parseSearch(query: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(query))
}

/** Writes a query string, with commas and colons as they are, so that people can read it. */
export function stringifySearch(search: Record<string, unknown>): string {
  const pairs = Object.entries(search).filter(([, value]) => value !== undefined && value !== '')
  const text = pairs
    .map(([name, value]) => `${encodeURIComponent(name)}=${readable(String(value))}`)
    .join('&')
  return text === '' ? '' : `?${text}`
}

/** The values of a list. */
export function listOf(value: string | undefined): string[] {
  return value === undefined ? [] : value.split(',').filter((part) => part !== '')
}

function readable(value: string): string {
  return encodeURIComponent(value).replaceAll('%2C', ',').replaceAll('%3A', ':')
}
