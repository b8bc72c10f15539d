import type { InboundRequestDetail } from '../../data/requests.ts'

type Headers = NonNullable<InboundRequestDetail['headers']>

/** What the API shows in place of a value that may be a credential or a signature. */
export const MASK = '********'

/** Headers as people write them, one a line. */
export function linesOfHeaders(headers: Headers): string {
  return Object.entries(headers)
    .flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}`))
    .join('\n')
}

/** Reads such lines. A line without a colon is a header without a value; of several with one name, the values are joined. */
export function headersOfLines(text: string): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const line of text.split(/\r?\n/)) {
    const [name = '', ...rest] = line.split(':')
    const key = name.trim().toLowerCase()
    if (key === '') continue
    const value = rest.join(':').trim()
    const before = headers[key]
    headers[key] = before === undefined ? value : `${before}, ${value}`
  }
  return headers
}

/** The names of headers whose values have yet to be filled in. */
export function maskedNames(headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers)
    .filter(([, value]) => value.includes(MASK))
    .map(([name]) => name)
}
