import type { Headers } from '../provider.ts'

/** Far above any provider's signature header. Limits the work on untrusted input. */
const HEADER_LENGTH_MAX = 8 * 1024

const PRINTABLE_ASCII = /^[ -~]+$/

/** A header as text, or why there is none: it is absent, or its value is invalid or ambiguous. */
export type HeaderText = { kind: 'text'; text: string } | { kind: 'absent' } | { kind: 'unusable' }

/**
 * Reads a header that must occur once. Unusable are repeated and empty headers, values of more than 8 KiB, and anything but
 * printable ASCII.
 *
 * Node joins most repeated headers with `, `, so the parsers of the values reject that too.
 */
export function headerText(headers: Headers, name: string): HeaderText {
  const value = headers[name]
  if (value === undefined) return { kind: 'absent' }
  if (typeof value !== 'string' || value.length > HEADER_LENGTH_MAX) return { kind: 'unusable' }
  return PRINTABLE_ASCII.test(value) ? { kind: 'text', text: value } : { kind: 'unusable' }
}

/** The text of a header that must occur once; `undefined` when it is absent or unusable. */
export function usableHeader(headers: Headers, name: string): string | undefined {
  const header = headerText(headers, name)
  return header.kind === 'text' ? header.text : undefined
}
