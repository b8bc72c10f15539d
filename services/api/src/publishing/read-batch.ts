import { NewEvent, ProblemError, PUBLISH_BYTES_MAX } from '@posthorn/contracts'
import type { EventInput } from '@posthorn/events'
import type { FairTurns } from '@posthorn/fairness'
import { check, invalidFields, invalidInput } from '@posthorn/runtime'
import { AmbiguousJsonError } from '@posthorn/webhook'
import { readBodyInSlices } from '../http/json-body.ts'
import { jsonProblem } from '../http/json-problem.ts'
import { memberBytes } from '../http/member-bytes.ts'
import { eventInput, type Publisher } from './publish-event.ts'

/**
 * Reads the items of a batch in slices, each like the body of a single event: an invalid item does not affect the others.
 * @param items their bytes
 * @throws ProblemError `malformed_json` when an item is not JSON: then the whole body is not
 */
export function* readBatchInSlices(
  items: readonly unknown[],
  { turns, publisher }: { turns: FairTurns; publisher: Publisher },
): Generator<unknown, (EventInput | ProblemError)[]> {
  const inputs: (EventInput | ProblemError)[] = []
  for (const item of items) {
    const bytes = item instanceof Uint8Array ? item.length : 0
    inputs.push(yield* turns.withMemory(publisher.tenantId, bytes, readItem(publisher, item)))
    yield
  }
  return inputs
}

function* readItem(publisher: Publisher, item: unknown): Generator<undefined, EventInput | ProblemError> {
  if (!(item instanceof Uint8Array)) throw new Error('expected the items of a batch as bytes')
  if (item.length > PUBLISH_BYTES_MAX) {
    return new ProblemError(
      'payload_too_large',
      `The event has ${item.length} bytes, at most 1 MiB is taken.`,
    )
  }
  try {
    const bytes = Buffer.from(item.buffer, item.byteOffset, item.byteLength)
    const event = check(NewEvent, yield* readBodyInSlices(bytes, 'data'))
    if (!event.success) return invalidInput(event.error)
    yield
    return eventInput(publisher, event.data, memberBytes(item, 'data'))
  } catch (error) {
    if (error instanceof AmbiguousJsonError) return invalidFields([error.issue])
    throw jsonProblem(error)
  }
}
