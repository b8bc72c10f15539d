import { findIssue, type JsonIssue } from './json-issue.ts'
import { decodeJson, InvalidJsonError, JSON_DEPTH_MAX } from './json-text.ts'

const QUOTE = 0x22
const COLON = 0x3a
const BACKSLASH = 0x5c
const OPENING_BRACKET = 0x5b
const CLOSING_BRACKET = 0x5d
const OPENING_BRACE = 0x7b
const CLOSING_BRACE = 0x7d

/** A text is JSON, but parsers disagree about its value. */
export class AmbiguousJsonError extends Error {
  override readonly name = 'AmbiguousJsonError'
  readonly issue: JsonIssue

  constructor(issue: JsonIssue) {
    super(issue.path === '' ? issue.message : `${issue.path}: ${issue.message}`)
    this.issue = issue
  }
}

/**
 * Parses bytes as one JSON text, like {@link parseJsonText}, but rejects duplicate names in an object (parsers differ in
 * which value they use) and the name `__proto__` (it can change the prototype of an object that a program copies it to).
 *
 * @throws {AmbiguousJsonError} for such a name, and for more than 100 levels of nesting, with the path.
 * @throws {InvalidJsonError} for invalid UTF-8 and invalid JSON.
 */
export function parseStrictJson(bytes: Uint8Array): unknown {
  const written = countWrittenMembers(bytes)
  if (written === 'too_deep') throw ambiguous(bytes)
  const value = decodeJson(bytes)
  // JSON.parse keeps one of two members with the same name: the value then has fewer members than the text. Finding the
  // path takes longer than parsing, so it is done only for a rejected text.
  if (countMembers(value) !== written) throw ambiguous(bytes)
  return value
}

function ambiguous(bytes: Uint8Array): AmbiguousJsonError | InvalidJsonError {
  const issue = findIssue(bytes)
  return issue === undefined ? new InvalidJsonError('expected JSON') : new AmbiguousJsonError(issue)
}

/** Number of members in a JSON text: it has one colon outside of strings for each. */
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

/** Number of members in a value; NaN, which equals no number, when a member is named `__proto__`. */
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
