/** SQL: whether the event type in `type` is one of Posthorn's own, like `isReservedEventType` of packages/webhook. */
export const IS_INTERNAL = `(type = 'posthorn' OR starts_with(type, 'posthorn.'))`
