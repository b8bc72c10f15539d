import { mayLoseDigits } from './exact-numbers.ts'
import { numberAsWritten } from './inexact-number.ts'
import { readJsonInSlices } from './json-reader.ts'
import { parseJsonText } from './json-text.ts'

/** Any text of this size is parsed within a few milliseconds. */
const PARSED_AT_ONCE_BYTES = 16 * 1024

/**
 * Reads one JSON text like `parseJsonText`, a large one in slices. A number that a double cannot represent becomes an
 * `InexactNumber`.
 *
 * @throws {InvalidJsonError} for invalid UTF-8, invalid JSON, and more than 100 levels of nesting.
 */
export function* readExactJsonInSlices(data: Uint8Array): Generator<undefined, unknown> {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  if (bytes.length <= PARSED_AT_ONCE_BYTES && !mayLoseDigits(bytes.toString('latin1'))) {
    return parseJsonText(bytes)
  }
  return yield* readJsonInSlices(bytes, { isStrict: false, numberOf: numberAsWritten })
}
