import { NewEvent, ProblemError, PUBLISH_BYTES_MAX } from '@posthorn/contracts'
import { invalidFields, invalidInput } from '@posthorn/service'
import { AmbiguousJsonError, arrayItems, parseStrictJson } from '@posthorn/webhook'
import { memberBytes } from './member-bytes.ts'
import type { Publication } from './publish-event.ts'

/**
 * The items of a batch, each read like the body of a single event: what is wrong with one is no fault of the others.
 * @param body has passed the schema of a batch
 */
export function readBatch(body: Uint8Array): (Publication | ProblemError)[] {
  const events = memberBytes(body, 'events')
  return arrayItems(events).map(({ start, end }) => readItem(events.subarray(start, end)))
}

function readItem(item: Uint8Array): Publication | ProblemError {
  if (item.length > PUBLISH_BYTES_MAX) {
    return new ProblemError(
      'payload_too_large',
      `The event has ${item.length} bytes, at most 1 MiB is taken.`,
    )
  }
  try {
    const event = NewEvent.safeParse(parseStrictJson(item))
    if (!event.success) return invalidInput(event.error)
    return { event: event.data, data: memberBytes(item, 'data') }
  } catch (error) {
    if (error instanceof AmbiguousJsonError) return invalidFields([error.fault])
    throw error
  }
}
