import { arrayElements } from '../../json/json-elements.ts'
import { DuplicateMemberError, topLevelMembers } from '../../json/json-members.ts'
import { UnreadablePayloadError } from '../provider.ts'
import { memberOf } from './json-payload.ts'

/** One of several events in a body: its JSON, and its bytes as they were sent. */
export interface EventPart {
  payload: unknown
  data: Uint8Array
}

/** Divides a body into its events. The payload is its parsed JSON. */
export type EventDivision = (body: { payload: unknown; bytes: Uint8Array }) => EventPart[]

/**
 * Maximum number of events in one request: they are stored in one transaction. SendGrid sends up to 768 KB in a request, a few
 * thousand events.
 */
export const EVENTS_OF_REQUEST_MAX = 5000

/** Each element of an array is an event; any other JSON is one event. */
export const arrayOfEvents: EventDivision = ({ payload, bytes }) =>
  Array.isArray(payload) ? partsOf(payload, bytes) : [{ payload, data: bytes }]

/** The body's member `list` is an array; each element's member `event` is an event. A body without `list` is one event. */
export function listOfEvents({ list, event }: { list: string; event: string }): EventDivision {
  return ({ payload, bytes }) => {
    const items = memberOf(payload, list)
    if (items === undefined) return [{ payload, data: bytes }]
    if (!Array.isArray(items)) throw new UnreadablePayloadError(`The member "${list}" must be an array.`)
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
  if (items.length === 0 || items.length > EVENTS_OF_REQUEST_MAX) {
    throw new UnreadablePayloadError(
      `The body has ${items.length} events: expected at least one, and at most ${EVENTS_OF_REQUEST_MAX}.`,
    )
  }
  return arrayElements(bytes).map(({ start, end }, index) => ({
    payload: items[index],
    data: bytes.subarray(start, end),
  }))
}

function bytesOf(bytes: Uint8Array, key: string): Uint8Array {
  const member = membersOf(bytes).find((each) => each.key === key)
  return bytes.subarray(member?.start, member?.end)
}

/** Of two members with one name, the bytes of the first could be taken for those of the second, which was parsed. */
function membersOf(bytes: Uint8Array) {
  try {
    return topLevelMembers(bytes)
  } catch (error) {
    if (!(error instanceof DuplicateMemberError)) throw error
    throw new UnreadablePayloadError(`The body has an object with a ${error.message}.`, { cause: error })
  }
}
