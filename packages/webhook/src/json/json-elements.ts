import { endOfValue, type JsonSpan, skipWhiteSpace } from './json-members.ts'
import { InvalidJsonError } from './json-text.ts'

const COMMA = 0x2c
const OPENING_BRACKET = 0x5b
const CLOSING_BRACKET = 0x5d

/**
 * The byte spans of the elements of a JSON array, in order and without surrounding white space.
 *
 * @param bytes one valid JSON text in UTF-8.
 * @throws {InvalidJsonError} when it is not an array.
 */
export function arrayElements(bytes: Uint8Array): JsonSpan[] {
  const elements: JsonSpan[] = []
  let at = skipWhiteSpace(bytes, 0)
  if (bytes[at] !== OPENING_BRACKET) throw new InvalidJsonError('expected an array')
  at = skipWhiteSpace(bytes, at + 1)
  while (bytes[at] !== CLOSING_BRACKET) {
    const end = endOfValue(bytes, at)
    elements.push({ start: at, end })
    at = skipWhiteSpace(bytes, end)
    if (bytes[at] === COMMA) at = skipWhiteSpace(bytes, at + 1)
  }
  return elements
}
