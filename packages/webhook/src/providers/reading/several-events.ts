import { arrayElements } from '../../json/json-elements.ts'
import { topLevelMembers } from '../../json/json-members.ts'
import { UnreadablePayloadError } from '../provider.ts'
import { memberOf } from './json-payload.ts'

/** One of several events in a body: its JSON, and its bytes as they were sent. */
export interface EventPart {
  payload: unknown
  data: Uint8Array
}

/** Divides a body into its events. The payload is its parsed JSON. */
export type EventDivision = (body: { payload: unknown; bytes: Uint8Array }) => EventPart[]

/** Maximum number of events in one request. They are stored in one transaction. */
const EVENTS_MAX = 1000

/** Each element of an array is an event; any other JSON is one event. */
export const arrayOfEvents: EventDivision = ({ payload, bytes }) =>
  Array.isArray(payload) ? partsOf(payload, bytes) : [{ payload, data: bytes }]

/** The body's member `list` is an array; each element's member `event` is an event. */
export function listOfEvents({ list, event }: { list: string; event: string }): EventDivision {
  return ({ payload, bytes }) => {
    const items = memberOf(payload, list)
    if (!Array.isArray(items)) throw new UnreadablePayloadError(`The body needs an array "${list}".`)
    return partsOf(items, bytesOf(bytes, list)).map((item, index) => {
      const inner = memberOf(item.payload, event)
      if (inner === undefined) {
        throw new UnreadablePayloadError(`The element ${index} of "${list}" needs an object "${event}".`)
      }
      return { payload: inner, data: bytesOf(item.data, event) }
    })
  }
}

function partsOf(items: readonly unknown[], bytes: Uint8Array): EventPart[] {
  if (items.length === 0 || items.length > EVENTS_MAX) {
    throw new UnreadablePayloadError(
      `The body has ${items.length} events: expected at least one, and at most ${EVENTS_MAX}.`,
    )
  }
  return arrayElements(bytes).map(({ start, end }, index) => ({
    payload: items[index],
    data: bytes.subarray(start, end),
  }))
}

function bytesOf(bytes: Uint8Array, key: string): Uint8Array {
  const member = topLevelMembers(bytes).find((each) => each.key === key)
  return bytes.subarray(member?.start, member?.end)
}
