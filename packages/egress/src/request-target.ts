/** Where a request goes, as undici wants it. */
export interface RequestTarget {
  origin: string
  path: string
}

/** Reads a destination with the WHATWG parser, the only one that ever does. `undefined`: not an http or https URL. */
export function requestTargetOf(url: string): RequestTarget | undefined {
  const parsed = URL.parse(url)
  if (parsed === null || (parsed.protocol !== 'https:' && parsed.protocol !== 'http:')) return undefined
  return { origin: parsed.origin, path: parsed.pathname + parsed.search }
}
