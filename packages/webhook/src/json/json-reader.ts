import { isUtf8 } from 'node:buffer'
import type { JsonIssue } from './json-issue.ts'
import { InvalidJsonError, JSON_DEPTH_MAX } from './json-text.ts'
import { isBlank, pastBlanks, readNumber, readString } from './json-tokens.ts'
import { AmbiguousJsonError } from './strict-json.ts'

const QUOTE = 0x22
const COLON = 0x3a
const COMMA = 0x2c
const OPENING_BRACE = 0x7b
const CLOSING_BRACE = 0x7d
const OPENING_BRACKET = 0x5b
const CLOSING_BRACKET = 0x5d

/** Values and bytes between two pauses: a fraction of a millisecond. */
const VALUES_OF_SLICE = 128
const BYTES_OF_SLICE = 16 * 1024
const PATH_LENGTH_MAX = 512

export interface JsonReadingOptions {
  /** Whether duplicate names and `__proto__` are rejected, as by {@link parseStrictJson}. */
  isStrict: boolean
  /** Maximum number of values, including arrays and objects. */
  valuesMax?: number | undefined
  /**
   * A member of the outer object that is validated but discarded: its values are not counted, and an empty object or array
   * replaces them. They could take a hundred times the memory of the text.
   */
  unkept?: string | undefined
  /** Converts the text of a number; its path is, for example, `items.3.id`. Default: a double. */
  numberOf?: ((text: string, path: () => string) => unknown) | undefined
}

/** A JSON text has more values than allowed. */
export class TooManyValuesError extends Error {
  override readonly name = 'TooManyValuesError'
  readonly valuesMax: number

  constructor(valuesMax: number) {
    super(`expected at most ${valuesMax} values`)
    this.valuesMax = valuesMax
  }
}

interface Level {
  value: unknown[] | Record<string, unknown>
  /** The current member; undefined in an array. */
  name: string | undefined
  /** Number of items of an array so far. */
  items: number
  isKept: boolean
}

const LITERALS: readonly (readonly [string, unknown])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
]

/**
 * Reads one JSON text (RFC 8259) in slices: it yields often, so that megabytes, for which `JSON.parse` would need hundreds
 * of milliseconds, do not block the event loop. Limits are checked while reading.
 *
 * @throws {AmbiguousJsonError} with `isStrict`, as {@link parseStrictJson}.
 * @throws {TooManyValuesError}
 * @throws {InvalidJsonError} for invalid UTF-8 and invalid JSON.
 */
export function* readJsonInSlices(
  bytes: Buffer,
  { isStrict, valuesMax = Number.POSITIVE_INFINITY, unkept, numberOf = Number }: JsonReadingOptions,
): Generator<undefined, unknown> {
  if (!isUtf8(bytes)) throw new InvalidJsonError('expected UTF-8')
  const levels: Level[] = []
  const path = () => pathOf(levels)
  const numberHere = (text: string) => numberOf(text, path)
  let values = 0
  let untilPause = VALUES_OF_SLICE
  let pauseAt = BYTES_OF_SLICE
  let at = yield* pastBlanks(bytes, 0)

  nextValue: for (;;) {
    untilPause -= 1
    if (untilPause <= 0 || at > pauseAt) {
      yield
      untilPause = VALUES_OF_SLICE
      pauseAt = at + BYTES_OF_SLICE
    }
    const isKept = unkept === undefined || levels[0]?.name !== unkept
    if (isKept) values += 1
    if (values > valuesMax) throw new TooManyValuesError(valuesMax)

    let value: unknown
    const byte = bytes[at]
    if (byte === OPENING_BRACE || byte === OPENING_BRACKET) {
      if (levels.length === JSON_DEPTH_MAX) {
        const message = `must not be nested deeper than ${JSON_DEPTH_MAX} levels`
        throw isStrict
          ? new AmbiguousJsonError(issueAt(levels, message))
          : new InvalidJsonError(`expected at most ${JSON_DEPTH_MAX} levels of nesting`)
      }
      const level: Level = { value: byte === OPENING_BRACE ? {} : [], name: undefined, items: 0, isKept }
      levels.push(level)
      at += 1
      if (isBlank(bytes[at])) at = yield* pastBlanks(bytes, at)
      if (bytes[at] !== (byte === OPENING_BRACE ? CLOSING_BRACE : CLOSING_BRACKET)) {
        if (byte === OPENING_BRACE) at = yield* name(level)
        continue
      }
      at += 1
      levels.pop()
      value = level.value
    } else if (byte === QUOTE) {
      const text = readString(bytes, at)
      const read = 'next' in text ? yield* text : text
      value = read.text
      at = read.end
    } else {
      const read = literalAt(bytes, at) ?? readNumber(bytes, at, numberHere)
      value = read.value
      at = read.end
    }

    // The end of a value may also end its array or object, and so on.
    for (;;) {
      if (isBlank(bytes[at])) at = yield* pastBlanks(bytes, at)
      const level = levels.at(-1)
      if (level === undefined) {
        if (at !== bytes.length) throw new InvalidJsonError('expected JSON')
        return value
      }
      put(level, value)
      const isArray = level.name === undefined
      if (bytes[at] === COMMA) {
        at += 1
        if (isBlank(bytes[at])) at = yield* pastBlanks(bytes, at)
        if (!isArray) at = yield* name(level)
        continue nextValue
      }
      if (bytes[at] !== (isArray ? CLOSING_BRACKET : CLOSING_BRACE))
        throw new InvalidJsonError('expected JSON')
      at += 1
      levels.pop()
      value = valueOf(level)
    }
  }

  /** Reads a member's name and colon. Returns the offset of its value. */
  function* name(level: Level): Generator<undefined, number> {
    if (bytes[at] !== QUOTE) throw new InvalidJsonError('expected JSON')
    const text = readString(bytes, at)
    const read = 'next' in text ? yield* text : text
    level.name = read.text
    if (isStrict && read.text === '__proto__') {
      throw new AmbiguousJsonError(issueAt(levels, 'must not be used as a name'))
    }
    if (isStrict && Object.hasOwn(level.value, read.text)) {
      throw new AmbiguousJsonError(issueAt(levels, 'duplicate name'))
    }
    let end = read.end
    if (isBlank(bytes[end])) end = yield* pastBlanks(bytes, end)
    if (bytes[end] !== COLON) throw new InvalidJsonError('expected JSON')
    end += 1
    return isBlank(bytes[end]) ? yield* pastBlanks(bytes, end) : end
  }
}

function put(level: Level, value: unknown): void {
  const { value: holder, name, isKept } = level
  if (Array.isArray(holder)) {
    level.items += 1
    // A push to an empty array would allocate space for 17 items.
    if (isKept && level.items === 1) level.value = [value]
    else if (isKept) holder.push(value)
  } else if (!isKept && name !== undefined && name !== '__proto__') {
    // Only the name is stored, to detect duplicates.
    holder[name] = undefined
  } else if (name === '__proto__') {
    Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true })
  } else if (name !== undefined) holder[name] = value
}

/** The value, or an empty object or array if it is discarded. */
function valueOf({ value, isKept }: Level): unknown {
  return isKept || Array.isArray(value) ? value : {}
}

function literalAt(bytes: Buffer, at: number): { value: unknown; end: number } | undefined {
  for (const [text, value] of LITERALS) {
    if (bytes[at] === text.charCodeAt(0)) {
      const end = at + text.length
      if (bytes.toString('latin1', at, end) !== text) throw new InvalidJsonError('expected JSON')
      return { value, end }
    }
  }
  return undefined
}

function issueAt(levels: readonly Level[], message: string): JsonIssue {
  return { path: pathOf(levels), message }
}

function pathOf(levels: readonly Level[]): string {
  const path = levels.map(({ name, items }) => name ?? items).join('.')
  return path.length > PATH_LENGTH_MAX ? `${path.slice(0, PATH_LENGTH_MAX)}…` : path
}
