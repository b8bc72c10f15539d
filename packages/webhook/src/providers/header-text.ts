import type { Headers } from './provider.ts'

/** No provider's signature header comes near this; without a bound a stranger decides how much work we do. */
const HEADER_LENGTH_MAX = 8 * 1024

const PRINTABLE_ASCII = /^[ -~]+$/

/** A header as text, or why there is none: it is not there, or it cannot be trusted to mean one thing. */
export type HeaderText = { kind: 'text'; text: string } | { kind: 'absent' } | { kind: 'unusable' }

/**
 * Reads a header that must come once. Unusable are repeated headers (which of them was meant?), empty ones, more
 * than 8 KiB, and anything but printable ASCII.
 *
 * Node joins most repeated headers to one text with `, `, so the parsers of list-like values refuse that too.
 */
export function headerText(headers: Headers, name: string): HeaderText {
  const value = headers[name]
  if (value === undefined) return { kind: 'absent' }
  if (typeof value !== 'string' || value.length > HEADER_LENGTH_MAX) return { kind: 'unusable' }
  return PRINTABLE_ASCII.test(value) ? { kind: 'text', text: value } : { kind: 'unusable' }
}

/** The text of a header that must come once; `undefined` when it is absent or unusable, where that is all the same. */
export function usableHeader(headers: Headers, name: string): string | undefined {
  const header = headerText(headers, name)
  return header.kind === 'text' ? header.text : undefined
}
