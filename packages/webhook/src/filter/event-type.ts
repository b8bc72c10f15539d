/** Maximum length of an event type or a pattern. */
export const EVENT_TYPE_LENGTH_MAX = 128

const EVENT_TYPE = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/
const RESERVED = 'posthorn'

/** Whether `text` is an event type: dot-separated, non-empty parts of `A-Z a-z 0-9 _ -`, at most 128 characters. */
export function isEventType(text: string): boolean {
  return text.length <= EVENT_TYPE_LENGTH_MAX && EVENT_TYPE.test(text)
}

/** Whether `text` is a valid subscription: an event type, an event type followed by `.*`, or `*` alone. */
export function isEventTypePattern(text: string): boolean {
  if (text === '*') return true
  if (text.length > EVENT_TYPE_LENGTH_MAX) return false
  return isEventType(text.endsWith('.*') ? text.slice(0, -2) : text)
}

/** Whether a type is reserved for Posthorn's own events: `posthorn` and everything below it. */
export function isReservedEventType(type: string): boolean {
  return type === RESERVED || type.startsWith(`${RESERVED}.`)
}

/**
 * Whether a subscription matches an event type. `order.*` matches everything below `order`, at any depth, but not `order`
 * itself; `*` matches every type except Posthorn's own, which must be named.
 *
 * @param patterns as {@link isEventTypePattern} accepts them; other text matches only an equal type.
 */
export function matchesEventType(patterns: readonly string[], type: string): boolean {
  return patterns.some((pattern) => {
    if (pattern === '*') return !isReservedEventType(type)
    if (pattern.endsWith('.*')) return type.startsWith(pattern.slice(0, -1))
    return pattern === type
  })
}
