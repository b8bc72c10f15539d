import { decodeJson, depthChange, endOfString, InvalidJsonError } from './json-text.ts'

const QUOTE = 0x22
const COLON = 0x3a
const COMMA = 0x2c
const OPENING_BRACE = 0x7b
const CLOSING_BRACE = 0x7d
const CLOSING_BRACKET = 0x5d
const WHITE_SPACE: readonly number[] = [0x20, 0x09, 0x0a, 0x0d]

/** The byte span of the value of a member of a JSON object. */
export type JsonMember = JsonSpan & { key: string }

/** The byte span of a JSON value: `start` is inclusive, `end` exclusive. */
export type JsonSpan = { start: number; end: number }

/** A JSON object has a duplicate name, possibly with different escapes (`"data"`, `"d\u0061ta"`). */
export class DuplicateMemberError extends Error {
  override readonly name = 'DuplicateMemberError'
  /** The member's name, escapes decoded. */
  readonly key: string

  constructor(key: string) {
    super(`duplicate name ${JSON.stringify(key)}`)
    this.key = key
  }
}

/**
 * The byte spans of an object's top-level values, in order and without surrounding white space; keys with their escapes
 * decoded. A span preserves the bytes of a value; `JSON.parse` and `stringify` round long numbers and reorder keys.
 *
 * @param bytes a JSON object in UTF-8. Its values are not parsed.
 * @throws {DuplicateMemberError} for a duplicate key: parsers differ in which value they use.
 * @throws {InvalidJsonError} when the bytes are not one object.
 */
export function topLevelMembers(bytes: Uint8Array): JsonMember[] {
  const members: JsonMember[] = []
  const keys = new Set<string>()

  let at = afterToken(bytes, skipWhiteSpace(bytes, 0), OPENING_BRACE)
  while (bytes[at] !== CLOSING_BRACE) {
    if (members.length > 0) at = afterToken(bytes, at, COMMA)
    const keyEnd = endOfKey(bytes, at)
    const key = decodeKey(bytes.subarray(at, keyEnd))
    const start = afterToken(bytes, skipWhiteSpace(bytes, keyEnd), COLON)
    const end = endOfValue(bytes, start)
    if (keys.has(key)) throw new DuplicateMemberError(key)
    keys.add(key)
    members.push({ key, start, end })
    at = skipWhiteSpace(bytes, end)
  }
  assertOver(bytes, at + 1)
  return members
}

function assertOver(bytes: Uint8Array, at: number): void {
  if (skipWhiteSpace(bytes, at) !== bytes.length) throw new InvalidJsonError('expected JSON')
}

function afterToken(bytes: Uint8Array, at: number, token: number): number {
  if (bytes[at] !== token) throw new InvalidJsonError('expected JSON')
  return skipWhiteSpace(bytes, at + 1)
}

/** The offset of the first byte from `start` on that is not white space. */
export function skipWhiteSpace(bytes: Uint8Array, start: number): number {
  let at = start
  while (isWhiteSpace(bytes[at])) at++
  return at
}

function isWhiteSpace(byte: number | undefined): boolean {
  return byte !== undefined && WHITE_SPACE.includes(byte)
}

function endOfKey(bytes: Uint8Array, start: number): number {
  if (bytes[start] !== QUOTE) throw new InvalidJsonError('expected JSON')
  return endOfString(bytes, start)
}

function decodeKey(quoted: Uint8Array): string {
  return String(decodeJson(quoted))
}

/** The offset after the value that begins at `start`. */
export function endOfValue(bytes: Uint8Array, start: number): number {
  if (bytes[start] === QUOTE) return endOfString(bytes, start)
  return depthChange(bytes[start] ?? 0) === 1 ? endOfNested(bytes, start) : endOfLiteral(bytes, start)
}

function endOfNested(bytes: Uint8Array, start: number): number {
  let depth = 0
  let at = start
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0
    if (byte === QUOTE) {
      at = endOfString(bytes, at)
      continue
    }
    depth += depthChange(byte)
    at++
    if (depth === 0) return at
  }
  throw new InvalidJsonError('expected JSON')
}

/** Numbers, `true`, `false` and `null` end at white space, a comma, or a closing bracket or brace. */
function endOfLiteral(bytes: Uint8Array, start: number): number {
  let at = start
  while (at < bytes.length && !isWhiteSpace(bytes[at]) && !isAfterValue(bytes[at])) at++
  if (at === start) throw new InvalidJsonError('expected JSON')
  return at
}

function isAfterValue(byte: number | undefined): boolean {
  return byte === COMMA || byte === CLOSING_BRACE || byte === CLOSING_BRACKET
}
