/** Deepest nesting of arrays and objects that {@link parseJsonText} accepts. */
export const JSON_DEPTH_MAX = 100

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPENING_BRACKET = 0x5b
const CLOSING_BRACKET = 0x5d
const OPENING_BRACE = 0x7b
const CLOSING_BRACE = 0x7d

const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Bytes are not UTF-8, not one JSON text, or nested too deeply. The message says which and quotes no input. */
export class InvalidJsonError extends Error {
  override readonly name = 'InvalidJsonError'
}

/**
 * Parses bytes as one JSON text (RFC 8259) in strict UTF-8. A byte order mark is an error, as RFC 8259 section 8.1 allows.
 *
 * @throws {InvalidJsonError} for invalid UTF-8, invalid JSON, and more than 100 levels of nesting.
 */
export function parseJsonText(bytes: Uint8Array): unknown {
  // First, so that megabytes of "[[[[…" cost a hundred steps and neither memory nor stack.
  if (isNestedTooDeeply(bytes)) {
    throw new InvalidJsonError(`expected at most ${JSON_DEPTH_MAX} levels of nesting`)
  }
  return decodeJson(bytes)
}

/**
 * As {@link parseJsonText}, without the check of the nesting.
 *
 * @throws {InvalidJsonError} for invalid UTF-8 and invalid JSON.
 */
export function decodeJson(bytes: Uint8Array): unknown {
  let text: string
  try {
    text = STRICT_UTF8.decode(bytes)
  } catch (cause) {
    throw new InvalidJsonError('expected UTF-8', { cause })
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new InvalidJsonError('expected JSON', { cause })
  }
}

/**
 * The offset after the JSON string that begins at `start`, or the end of the bytes when its closing quote is missing.
 * Works on bytes because longer UTF-8 sequences contain neither quote nor backslash.
 */
export function endOfString(bytes: Uint8Array, start: number): number {
  for (let at = start + 1; at < bytes.length; at++) {
    if (bytes[at] === BACKSLASH) at++
    else if (bytes[at] === QUOTE) return at + 1
  }
  return bytes.length
}

/**
 * Change of the nesting depth by a byte outside of strings: 1 for an opening bracket or brace, -1 for a closing one, else
 * 0.
 */
export function depthChange(byte: number): -1 | 0 | 1 {
  switch (byte) {
    case OPENING_BRACKET:
    case OPENING_BRACE:
      return 1
    case CLOSING_BRACKET:
    case CLOSING_BRACE:
      return -1
    default:
      return 0
  }
}

function isNestedTooDeeply(bytes: Uint8Array): boolean {
  let depth = 0
  let at = 0
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0
    if (byte === QUOTE) {
      at = endOfString(bytes, at)
      continue
    }
    depth += depthChange(byte)
    if (depth > JSON_DEPTH_MAX) return true
    at++
  }
  return false
}
