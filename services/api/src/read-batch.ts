import { NewEvent, ProblemError, PUBLISH_BYTES_MAX } from '@posthorn/contracts'
import { check, invalidFields, invalidInput } from '@posthorn/service'
import { AmbiguousJsonError, parseStrictJson } from '@posthorn/webhook'
import { inSlices } from './in-slices.ts'
import { jsonProblem } from './json-problem.ts'
import { memberBytes } from './member-bytes.ts'
import type { Publication } from './publish-event.ts'

/**
 * The items of a batch, each read like the body of a single event: what is wrong with one is no fault of the others.
 * @param items their bytes
 * @throws ProblemError `malformed_json` for one that is not JSON: then the batch is not
 */
export function readBatch(items: readonly unknown[]): Promise<(Publication | ProblemError)[]> {
  return inSlices(items, readItem)
}

function readItem(item: unknown): Publication | ProblemError {
  if (!(item instanceof Uint8Array)) throw new Error('the items of a batch were parsed with the rest of it')
  if (item.length > PUBLISH_BYTES_MAX) {
    return new ProblemError(
      'payload_too_large',
      `The event has ${item.length} bytes, at most 1 MiB is taken.`,
    )
  }
  try {
    const event = check(NewEvent, parseStrictJson(item))
    if (!event.success) return invalidInput(event.error)
    return { event: event.data, data: memberBytes(item, 'data') }
  } catch (error) {
    if (error instanceof AmbiguousJsonError) return invalidFields([error.fault])
    throw jsonProblem(error)
  }
}
