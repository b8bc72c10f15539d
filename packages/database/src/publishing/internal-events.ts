/** SQL of whether an event is one of Posthorn itself, `type` being its type: as `isReservedEventType` of packages/webhook. */
export const IS_INTERNAL = `(type = 'posthorn' OR starts_with(type, 'posthorn.'))`
