import { NewEvent, ProblemError, PUBLISH_BYTES_MAX } from '@posthorn/contracts'
import type { FairTurns } from '@posthorn/fairness'
import { check, invalidFields, invalidInput } from '@posthorn/service'
import { AmbiguousJsonError } from '@posthorn/webhook'
import { readingWhole } from '../http/json-body.ts'
import { jsonProblem } from '../http/json-problem.ts'
import { memberBytes } from '../http/member-bytes.ts'
import type { Publication } from './publish-event.ts'

/**
 * Reads the items of a batch in pieces, each like the body of a single event: what is wrong with one is no fault of the
 * others.
 * @param items their bytes
 * @throws ProblemError `malformed_json` for one that is not JSON: then the batch is not
 */
export function* readingBatch(
  items: readonly unknown[],
  { turns, key }: { turns: FairTurns; key: string },
): Generator<unknown, (Publication | ProblemError)[]> {
  const publications: (Publication | ProblemError)[] = []
  for (const item of items) {
    const bytes = item instanceof Uint8Array ? item.length : 0
    publications.push(yield* turns.holding(key, bytes, readingItem(item)))
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
    const { type, id, timestamp } = event.data
    return { event: { type, id, timestamp }, data: memberBytes(item, 'data') }
  } catch (error) {
    if (error instanceof AmbiguousJsonError) return invalidFields([error.fault])
    throw jsonProblem(error)
  }
}
