import { findFault, type JsonFault } from './json-fault.ts'
import { decodeJson, JSON_DEPTH_MAX, UnreadableJsonError } from './json-text.ts'

const QUOTE = 0x22
const COLON = 0x3a
const BACKSLASH = 0x5c
const OPENING_BRACKET = 0x5b
const CLOSING_BRACKET = 0x5d
const OPENING_BRACE = 0x7b
const CLOSING_BRACE = 0x7d

/** A text is JSON, but not such that all readers would understand it alike. */
export class AmbiguousJsonError extends Error {
  override readonly name = 'AmbiguousJsonError'
  readonly fault: JsonFault

  constructor(fault: JsonFault) {
    super(fault.path === '' ? fault.message : `${fault.path}: ${fault.message}`)
    this.fault = fault
  }
}

/**
 * Parses bytes as one JSON text, like {@link parseJsonText}, and takes only what every reader understands alike: no
 * name twice in an object (readers differ in which one counts), and none that is `__proto__` (it can change the object
 * that a careless reader puts it into).
 *
 * @throws {AmbiguousJsonError} for such a name anywhere, and for more than 100 levels of nesting, with its place.
 * @throws {UnreadableJsonError} for invalid UTF-8 and invalid JSON.
 */
export function parseStrictJson(bytes: Uint8Array): unknown {
  const written = countWrittenMembers(bytes)
  if (written === 'too_deep') throw ambiguous(bytes)
  const value = decodeJson(bytes)
  // Of two members with one name, JSON.parse keeps one: then fewer are left than were written. Looking for the place
  // takes longer than parsing, so only a text that is refused has to pay for it.
  if (countMembers(value) !== written) throw ambiguous(bytes)
  return value
}

function ambiguous(bytes: Uint8Array): AmbiguousJsonError | UnreadableJsonError {
  const fault = findFault(bytes)
  return fault === undefined ? new UnreadableJsonError('expected JSON') : new AmbiguousJsonError(fault)
}

/** How many members the objects of a JSON text have: it has a colon for each, outside of strings. */
function countWrittenMembers(bytes: Uint8Array): number | 'too_deep' {
  let members = 0
  let depth = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === QUOTE) {
      for (at++; at < bytes.length && bytes[at] !== QUOTE; at++) if (bytes[at] === BACKSLASH) at++
    } else if (byte === COLON) members++
    else if (byte === OPENING_BRACE || byte === OPENING_BRACKET) {
      if (++depth > JSON_DEPTH_MAX) return 'too_deep'
    } else if (byte === CLOSING_BRACE || byte === CLOSING_BRACKET) depth--
  }
  return members
}

/** How many members the objects in a value have; NaN, which equals no number, when one is named `__proto__`. */
function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  if (!Array.isArray(value) && Object.hasOwn(value, '__proto__')) return Number.NaN
  const inner: unknown[] = Array.isArray(value) ? value : Object.values(value)
  let members = inner === value ? 0 : inner.length
  for (let at = 0; at < inner.length; at++) {
    if (typeof inner[at] === 'object') members += countMembers(inner[at])
  }
  return members
}
