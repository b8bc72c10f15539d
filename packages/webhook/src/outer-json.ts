import {
  arrayItems,
  DuplicateMemberError,
  type JsonMember,
  skipWhiteSpace,
  topLevelMembers,
} from './json-members.ts'
import { AmbiguousJsonError, parseStrictJson } from './strict-json.ts'

const OPENING_BRACKET = 0x5b
const OPENING_BRACE = 0x7b

/**
 * Parses the outer object of a JSON text, and leaves the items of one of its members, an array, as the bytes they are: to
 * be parsed one by one, so that what is wrong with one is not the fault of the others. The rest is taken as
 * {@link parseStrictJson} takes it, and so is a text that is no object.
 *
 * @param name of the member.
 * @returns the value, with a list of `Uint8Array` in the member's place.
 * @throws {AmbiguousJsonError} for a name that comes twice in the outer object, or is `__proto__`.
 * @throws {UnreadableJsonError} for what is not JSON, as far as it is read: within an item nothing is.
 */
export function parseOuterJson(bytes: Uint8Array, name: string): unknown {
  if (bytes[skipWhiteSpace(bytes, 0)] !== OPENING_BRACE) return parseStrictJson(bytes)
  const entries = membersOf(bytes).map(({ key, start, end }) => {
    if (key === '__proto__')
      throw new AmbiguousJsonError({ path: key, message: 'must not be used as a name' })
    const value = bytes.subarray(start, end)
    const isLeft = key === name && value[0] === OPENING_BRACKET
    return [key, isLeft ? itemsOf(value) : parseStrictJson(value)]
  })
  return Object.fromEntries(entries)
}

function membersOf(bytes: Uint8Array): JsonMember[] {
  try {
    return topLevelMembers(bytes)
  } catch (error) {
    if (!(error instanceof DuplicateMemberError)) throw error
    throw new AmbiguousJsonError({ path: error.key, message: 'must not come twice' })
  }
}

function itemsOf(array: Uint8Array): Uint8Array[] {
  return arrayItems(array).map(({ start, end }) => array.subarray(start, end))
}
