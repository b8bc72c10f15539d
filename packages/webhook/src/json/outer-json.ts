import { isUtf8 } from 'node:buffer'
import { readingJson } from './json-reader.ts'
import { UnreadableJsonError } from './json-text.ts'
import { isBlank, pastBlanks, pastValue, readString } from './json-tokens.ts'
import { AmbiguousJsonError } from './strict-json.ts'

const QUOTE = 0x22
const COLON = 0x3a
const COMMA = 0x2c
const OPENING_BRACKET = 0x5b
const CLOSING_BRACKET = 0x5d
const OPENING_BRACE = 0x7b
const CLOSING_BRACE = 0x7d

/** Of all that is not an item. */
const VALUES_MAX = 1000

export interface OuterJsonOptions {
  /** The member whose items are left as bytes. */
  name: string
  /** One item more, and the rest of the text is not looked at: whoever checks the number refuses it. */
  itemsMax: number
}

/**
 * Reads the outer object of a JSON text in pieces, and leaves the items of one of its members, an array, as the bytes they
 * are: to be read one by one, so that what is wrong with one is not the fault of the others. The rest is taken as
 * {@link readingJson} takes it, and so is a text that is no object.
 *
 * @returns the value, with a list of `Uint8Array` in the member's place: at most one more than `itemsMax`.
 * @throws {AmbiguousJsonError} for a name that comes twice in the outer object, or is `__proto__`.
 * @throws {UnreadableJsonError} for what is not JSON, as far as it is read: within an item nothing is.
 * @throws {TooManyValuesError} for more than a thousand members beside the items.
 */
export function* readingOuterJson(
  bytes: Buffer,
  { name, itemsMax }: OuterJsonOptions,
): Generator<undefined, unknown> {
  if (!isUtf8(bytes)) throw new UnreadableJsonError('expected UTF-8')
  const strictly = { isStrict: true, valuesMax: VALUES_MAX }
  let at = yield* pastBlanks(bytes, 0)
  if (bytes[at] !== OPENING_BRACE) return yield* readingJson(bytes, strictly)
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
      members.set(key.text, yield* readingJson(bytes.subarray(at, end), strictly))
      at = end
    }
    at = yield* pastBlanks(bytes, at)
    if (bytes[at] === CLOSING_BRACE) break
    if (bytes[at] !== COMMA || members.size === VALUES_MAX) throw new UnreadableJsonError('expected JSON')
    at = yield* pastBlanks(bytes, at + 1)
  }
  if ((yield* pastBlanks(bytes, at + 1)) !== bytes.length) throw new UnreadableJsonError('expected JSON')
  return Object.fromEntries(members)
}

/** A member's name, up to where its value begins. */
function* keyAt(bytes: Buffer, start: number): Generator<undefined, { text: string; end: number }> {
  if (bytes[start] !== QUOTE) throw new UnreadableJsonError('expected JSON')
  const token = readString(bytes, start)
  const { text, end } = 'next' in token ? yield* token : token
  const colonAt = yield* pastBlanks(bytes, end)
  if (bytes[colonAt] !== COLON) throw new UnreadableJsonError('expected JSON')
  return { text, end: yield* pastBlanks(bytes, colonAt + 1) }
}

function assertUsable(key: string, members: ReadonlyMap<string, unknown>): void {
  if (key === '__proto__') throw new AmbiguousJsonError({ path: key, message: 'must not be used as a name' })
  if (members.has(key)) throw new AmbiguousJsonError({ path: key, message: 'must not come twice' })
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
    if (bytes[at] !== COMMA) throw new UnreadableJsonError('expected JSON')
    at = yield* pastBlanks(bytes, at + 1)
  }
}
