import { isUtf8 } from 'node:buffer'
import { readJsonInSlices } from './json-reader.ts'
import { InvalidJsonError } from './json-text.ts'
import { isBlank, pastBlanks, pastValue, readString } from './json-tokens.ts'
import { AmbiguousJsonError } from './strict-json.ts'

const QUOTE = 0x22
const COLON = 0x3a
const COMMA = 0x2c
const OPENING_BRACKET = 0x5b
const CLOSING_BRACKET = 0x5d
const OPENING_BRACE = 0x7b
const CLOSING_BRACE = 0x7d

/** Maximum for everything but the items. */
const VALUES_MAX = 1000

export interface OuterJsonOptions {
  /** The member whose items stay bytes. */
  name: string
  /** Reading stops after one more item; the caller must reject the text then. */
  itemsMax: number
}

/**
 * Reads the outer object of a JSON text in slices and leaves the items of one member, an array, as bytes. Each item is
 * parsed later, so an error in one does not affect the others. {@link readJsonInSlices} reads the other members, and a text that
 * is not an object.
 *
 * @returns the value, with a list of `Uint8Array` as that member: at most one more than `itemsMax`.
 * @throws {AmbiguousJsonError} for a duplicate name or `__proto__` in the outer object.
 * @throws {InvalidJsonError} for invalid JSON outside the items.
 * @throws {TooManyValuesError} for more than a thousand values outside the items.
 */
export function* readOuterJsonInSlices(
  bytes: Buffer,
  { name, itemsMax }: OuterJsonOptions,
): Generator<undefined, unknown> {
  if (!isUtf8(bytes)) throw new InvalidJsonError('expected UTF-8')
  const strictly = { isStrict: true, valuesMax: VALUES_MAX }
  let at = yield* pastBlanks(bytes, 0)
  if (bytes[at] !== OPENING_BRACE) return yield* readJsonInSlices(bytes, strictly)
  const members = new Map<string, unknown>()
  at = yield* pastBlanks(bytes, at + 1)
  while (bytes[at] !== CLOSING_BRACE || members.size > 0) {
    const key = yield* keyAt(bytes, at)
    assertUsable(key.text, members)
    at = key.end
    if (key.text === name && bytes[at] === OPENING_BRACKET) {
      const { items, end } = yield* itemsAt(bytes, at, itemsMax)
      members.set(name, items)
      if (items.length > itemsMax) return Object.fromEntries(members)
      at = end
    } else {
      const end = yield* pastValue(bytes, at)
      members.set(key.text, yield* readJsonInSlices(bytes.subarray(at, end), strictly))
      at = end
    }
    at = yield* pastBlanks(bytes, at)
    if (bytes[at] === CLOSING_BRACE) break
    if (bytes[at] !== COMMA || members.size === VALUES_MAX) throw new InvalidJsonError('expected JSON')
    at = yield* pastBlanks(bytes, at + 1)
  }
  if ((yield* pastBlanks(bytes, at + 1)) !== bytes.length) throw new InvalidJsonError('expected JSON')
  return Object.fromEntries(members)
}

/** Reads a member's name. `end` is the offset of its value. */
function* keyAt(bytes: Buffer, start: number): Generator<undefined, { text: string; end: number }> {
  if (bytes[start] !== QUOTE) throw new InvalidJsonError('expected JSON')
  const token = readString(bytes, start)
  const { text, end } = 'next' in token ? yield* token : token
  const colonAt = yield* pastBlanks(bytes, end)
  if (bytes[colonAt] !== COLON) throw new InvalidJsonError('expected JSON')
  return { text, end: yield* pastBlanks(bytes, colonAt + 1) }
}

function assertUsable(key: string, members: ReadonlyMap<string, unknown>): void {
  if (key === '__proto__') throw new AmbiguousJsonError({ path: key, message: 'must not be used as a name' })
  if (members.has(key)) throw new AmbiguousJsonError({ path: key, message: 'duplicate name' })
}

function* itemsAt(
  bytes: Buffer,
  start: number,
  itemsMax: number,
): Generator<undefined, { items: Uint8Array[]; end: number }> {
  const items: Uint8Array[] = []
  let at = yield* pastBlanks(bytes, start + 1)
  if (bytes[at] === CLOSING_BRACKET) return { items, end: at + 1 }
  for (;;) {
    const end = yield* pastValue(bytes, at)
    items.push(bytes.subarray(at, end))
    if (items.length > itemsMax) return { items, end }
    at = isBlank(bytes[end]) ? yield* pastBlanks(bytes, end) : end
    if (bytes[at] === CLOSING_BRACKET) return { items, end: at + 1 }
    if (bytes[at] !== COMMA) throw new InvalidJsonError('expected JSON')
    at = yield* pastBlanks(bytes, at + 1)
  }
}
