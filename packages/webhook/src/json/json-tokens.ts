import { InvalidJsonError } from './json-text.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const LETTER_U = 0x75
const COMMA = 0x2c
const OPENING_BRACE = 0x7b
const CLOSING_BRACE = 0x7d
const OPENING_BRACKET = 0x5b
const CLOSING_BRACKET = 0x5d
const FIRST_PRINTABLE = 0x20
/** Strings up to this length in bytes are read without a pause, longer ones in slices of this length. */
const SLICE_BYTES = 16 * 1024
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/
/** Further digits do not change the value of a double. */
const NUMBER_LENGTH_MAX = 64 * 1024

export interface JsonStringToken {
  text: string
  /** Offset after the closing quote. */
  end: number
}

export function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

/** The offset of the first byte from `start` on that is not white space. Yields in long runs. */
export function* pastBlanks(bytes: Uint8Array, start: number): Generator<undefined, number> {
  let at = start
  for (;;) {
    const sliceEnd = at + SLICE_BYTES
    while (at < sliceEnd && isBlank(bytes[at])) at++
    if (!isBlank(bytes[at])) return at
    yield
  }
}

/**
 * Reads the JSON string that begins at `start`. The bytes must be UTF-8.
 * @returns the string, or a generator that reads a long string in slices
 * @throws {InvalidJsonError} for a string that does not end, and for escapes and control characters that are not JSON.
 */
export function readString(
  bytes: Buffer,
  start: number,
): JsonStringToken | Generator<undefined, JsonStringToken> {
  const limit = Math.min(bytes.length, start + SLICE_BYTES)
  let isEscaped = false
  for (let at = start + 1; at < limit; at++) {
    const byte = bytes[at] ?? 0
    if (byte === QUOTE) {
      const text = isEscaped ? unescaped(bytes, start + 1, at) : bytes.toString('utf8', start + 1, at)
      return { text, end: at + 1 }
    }
    if (byte === BACKSLASH) {
      isEscaped = true
      at++
    } else if (byte < FIRST_PRINTABLE) throw new InvalidJsonError('expected JSON')
  }
  return readLongString(bytes, start)
}

function* readLongString(bytes: Buffer, start: number): Generator<undefined, JsonStringToken> {
  const chunks: string[] = []
  let chunkStart = start + 1
  let isEscaped = false
  let at = chunkStart
  const take = () => {
    chunks.push(isEscaped ? unescaped(bytes, chunkStart, at) : bytes.toString('utf8', chunkStart, at))
    chunkStart = at
    isEscaped = false
  }
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0
    // Split before a character or an escape, never within one.
    if (at - chunkStart >= SLICE_BYTES && (byte & 0xc0) !== 0x80) {
      take()
      yield
    }
    if (byte === QUOTE) {
      take()
      return { text: chunks.join(''), end: at + 1 }
    }
    if (byte === BACKSLASH) {
      isEscaped = true
      at += bytes[at + 1] === LETTER_U ? 6 : 2
    } else if (byte < FIRST_PRINTABLE) throw new InvalidJsonError('expected JSON')
    else at += 1
  }
  throw new InvalidJsonError('expected JSON')
}

function unescaped(bytes: Buffer, start: number, end: number): string {
  try {
    return String(JSON.parse(`"${bytes.toString('utf8', start, end)}"`))
  } catch (cause) {
    throw new InvalidJsonError('expected JSON', { cause })
  }
}

/** Reads the number that begins at `start`, up to the first byte that cannot be part of a number. */
export function readNumber<Value>(
  bytes: Buffer,
  start: number,
  numberOf: (text: string) => Value,
): { value: Value; end: number } {
  let end = start
  while (end - start <= NUMBER_LENGTH_MAX && isOfNumber(bytes[end])) end++
  if (end - start > NUMBER_LENGTH_MAX) {
    throw new InvalidJsonError(`expected numbers of at most ${NUMBER_LENGTH_MAX} characters`)
  }
  const text = bytes.toString('latin1', start, end)
  if (!NUMBER.test(text)) throw new InvalidJsonError('expected JSON')
  return { value: numberOf(text), end }
}

function isOfNumber(byte: number | undefined): boolean {
  if (byte === undefined) return false
  // 0-9 + - . e E
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x2d ||
    byte === 0x2b ||
    byte === 0x2e ||
    byte === 0x65 ||
    byte === 0x45
  )
}

/**
 * The offset after the JSON value that begins at `start`. Its content is not parsed and may be invalid. Yields in long
 * values.
 * @throws {InvalidJsonError} when no value begins there, or the value does not end.
 */
export function* pastValue(bytes: Uint8Array, start: number): Generator<undefined, number> {
  let depth = 0
  let isInString = false
  let pauseAt = start + SLICE_BYTES
  for (let at = start; at < bytes.length; at++) {
    if (at >= pauseAt) {
      yield
      pauseAt = at + SLICE_BYTES
    }
    const byte = bytes[at]
    if (isInString) {
      if (byte === BACKSLASH) at++
      else if (byte === QUOTE) {
        isInString = false
        if (depth === 0) return at + 1
      }
    } else if (byte === QUOTE) isInString = true
    else if (byte === OPENING_BRACE || byte === OPENING_BRACKET) depth++
    else if (byte === CLOSING_BRACE || byte === CLOSING_BRACKET) {
      if (depth === 0) return afterLiteral(start, at)
      depth--
      if (depth === 0) return at + 1
    } else if (depth === 0 && (byte === COMMA || isBlank(byte))) return afterLiteral(start, at)
  }
  throw new InvalidJsonError('expected JSON')
}

function afterLiteral(start: number, at: number): number {
  if (at === start) throw new InvalidJsonError('expected JSON')
  return at
}
