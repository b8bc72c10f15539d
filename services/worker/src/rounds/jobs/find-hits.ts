import type { EventId } from '@posthorn/contracts'
import { type Filter, InvalidJsonError, matchesFilter, readExactJsonInSlices } from '@posthorn/webhook'

/**
 * The events whose data matches a filter, in their order. Yields within the data and after each event.
 * @param search.data of each event
 * @param search.max maximum number of events
 */
export function* findHitsInSlices({
  filter,
  data,
  max,
}: {
  filter: Filter
  data: ReadonlyMap<EventId, Uint8Array>
  max: number
}): Generator<undefined, EventId[]> {
  const hits: EventId[] = []
  for (const [id, text] of data) {
    if (hits.length === max) break
    yield
    if (yield* matchesInSlices(filter, text)) hits.push(id)
  }
  return hits
}

/** Data that is not JSON matches no filter. */
function* matchesInSlices(filter: Filter, text: Uint8Array): Generator<undefined, boolean> {
  try {
    return matchesFilter(filter, yield* readExactJsonInSlices(text))
  } catch (error) {
    if (!(error instanceof InvalidJsonError)) throw error
    return false
  }
}
