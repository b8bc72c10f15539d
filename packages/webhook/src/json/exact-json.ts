import { mayLoseDigits } from './exact-numbers.ts'
import { numberAsWritten } from './inexact-number.ts'
import { readingJson } from './json-reader.ts'
import { parseJsonText } from './json-text.ts'

/** A text of this size is parsed in a few milliseconds, whatever is in it. */
const PARSED_AT_ONCE_BYTES = 16 * 1024

/**
 * Reads one JSON text as `parseJsonText` does, a large one in pieces; a number that a double does not hold as it is
 * written becomes an `InexactNumber`.
 *
 * @throws {UnreadableJsonError} for invalid UTF-8, invalid JSON, and more than 100 levels of nesting.
 */
export function* readingExactJson(data: Uint8Array): Generator<undefined, unknown> {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  if (bytes.length <= PARSED_AT_ONCE_BYTES && !mayLoseDigits(bytes.toString('latin1'))) {
    return parseJsonText(bytes)
  }
  return yield* readingJson(bytes, { isStrict: false, numberOf: numberAsWritten })
}
