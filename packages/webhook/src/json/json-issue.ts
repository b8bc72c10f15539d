import { decodeJson, endOfString, JSON_DEPTH_MAX } from './json-text.ts'

const QUOTE = 0x22
const COMMA = 0x2c
const OPENING_BRACKET = 0x5b
const CLOSING_BRACKET = 0x5d
const OPENING_BRACE = 0x7b
const CLOSING_BRACE = 0x7d

const PATH_LENGTH_MAX = 512

/** Why {@link parseStrictJson} rejects a JSON text, with a path such as `data.items.3.id`. */
export interface JsonIssue {
  path: string
  message: string
}

/** An array or object that contains the current byte, and the current element or member. */
type Level = { kind: 'array'; at: number } | { kind: 'object'; at: string; names: Set<string> }

/**
 * Finds the first duplicate name in an object, name `__proto__`, or value that is nested too deeply.
 *
 * @param bytes a JSON text, valid at least up to the issue.
 * @throws {InvalidJsonError} when a name before the issue is not a JSON string.
 */
export function findIssue(bytes: Uint8Array): JsonIssue | undefined {
  const levels: Level[] = []
  let nameComes = false
  let at = 0
  while (at < bytes.length) {
    const byte = bytes[at]
    const level = levels.at(-1)
    const end = byte === QUOTE ? endOfString(bytes, at) : at + 1
    if (byte === QUOTE && nameComes && level?.kind === 'object') {
      level.at = String(decodeJson(bytes.subarray(at, end)))
      if (level.at === '__proto__') return issueAt(levels, 'must not be used as a name')
      if (level.names.has(level.at)) return issueAt(levels, 'duplicate name')
      level.names.add(level.at)
      nameComes = false
    } else if (byte === OPENING_BRACE || byte === OPENING_BRACKET) {
      if (levels.length === JSON_DEPTH_MAX) {
        return issueAt(levels, `must not be nested deeper than ${JSON_DEPTH_MAX} levels`)
      }
      nameComes = byte === OPENING_BRACE
      levels.push(nameComes ? { kind: 'object', at: '', names: new Set() } : { kind: 'array', at: 0 })
    } else if (byte === CLOSING_BRACE || byte === CLOSING_BRACKET) {
      levels.pop()
    } else if (byte === COMMA) {
      if (level?.kind === 'array') level.at++
      nameComes = level?.kind === 'object'
    }
    at = end
  }
  return undefined
}

function issueAt(levels: readonly Level[], message: string): JsonIssue {
  const path = levels.map((level) => level.at).join('.')
  return { path: path.length > PATH_LENGTH_MAX ? `${path.slice(0, PATH_LENGTH_MAX)}…` : path, message }
}
