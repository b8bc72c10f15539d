import { NewEvent, ProblemError, PUBLISH_BYTES_MAX } from '@posthorn/contracts'
import { check, invalidFields, invalidInput } from '@posthorn/service'
import { AmbiguousJsonError } from '@posthorn/webhook'
import { readingWhole } from './json-body.ts'
import { jsonProblem } from './json-problem.ts'
import { memberBytes } from './member-bytes.ts'
import type { Publication } from './publish-event.ts'

/**
 * Reads the items of a batch in pieces, each like the body of a single event: what is wrong with one is no fault of the
 * others.
 * @param items their bytes
 * @throws ProblemError `malformed_json` for one that is not JSON: then the batch is not
 */
export function* readingBatch(
  items: readonly unknown[],
): Generator<undefined, (Publication | ProblemError)[]> {
  const publications: (Publication | ProblemError)[] = []
  for (const item of items) {
    publications.push(yield* readingItem(item))
    yield
  }
  return publications
}

function* readingItem(item: unknown): Generator<undefined, Publication | ProblemError> {
  if (!(item instanceof Uint8Array)) throw new Error('the items of a batch were parsed with the rest of it')
  if (item.length > PUBLISH_BYTES_MAX) {
    return new ProblemError(
      'payload_too_large',
      `The event has ${item.length} bytes, at most 1 MiB is taken.`,
    )
  }
  try {
    const bytes = Buffer.from(item.buffer, item.byteOffset, item.byteLength)
    const event = check(NewEvent, yield* readingWhole(bytes, 'data'))
    if (!event.success) return invalidInput(event.error)
    yield
    return { event: event.data, data: memberBytes(item, 'data') }
  } catch (error) {
    if (error instanceof AmbiguousJsonError) return invalidFields([error.fault])
    throw jsonProblem(error)
  }
}
