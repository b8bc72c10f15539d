const PAIR = /^\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*([!-~]+)\s*$/

/**
 * Reads headers as environment variables have them: `name=value`, several comma-separated, values percent-encoded (OpenTelemetry
 * Protocol Exporter, "Specifying headers via environment variables").
 * @returns undefined when the text has another form
 */
export function parseHeaderPairs(text: string): Record<string, string> | undefined {
  const headers: Record<string, string> = {}
  for (const pair of text.split(',')) {
    if (pair.trim() === '') continue
    const [, name, encoded] = PAIR.exec(pair) ?? []
    if (name === undefined || encoded === undefined) return undefined
    const value = decoded(encoded)
    if (value === undefined) return undefined
    headers[name] = value
  }
  return headers
}

/** Undefined for text that would break the header, or is not percent-encoded. */
function decoded(text: string): string | undefined {
  try {
    const value = decodeURIComponent(text)
    return /^[ -~]*$/.test(value) ? value : undefined
  } catch (error) {
    if (error instanceof URIError) return undefined
    throw error
  }
}
