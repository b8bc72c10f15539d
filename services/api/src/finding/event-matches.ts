import {
  type EventId,
  type EventMatch,
  type Page,
  type PageQuery,
  PUBLISH_BYTES_MAX,
  type TenantId,
} from '@posthorn/contracts'
import { findEvent, listMatchCandidates, type MatchCandidate, readEventData } from '@posthorn/database'
import { compiledFilter } from '@posthorn/events'
import {
  type EventData,
  explainMatchInSlices,
  InvalidJsonError,
  readExactJsonInSlices,
} from '@posthorn/webhook'
import type { Dependencies } from '../dependencies.ts'
import { found } from '../http/replies.ts'

/** A page ends early after this time. A filter takes up to a tenth of a second in slices. */
const PAGE_MS_MAX = 1000

interface MatchedEvent {
  createdAt: Date
  type: string
  data: Uint8Array
}

/**
 * Explains for each endpoint of a tenant why it received an event or did not.
 * @throws ProblemError `not_found`, `invalid_cursor`
 */
export async function listEventMatches(
  { database, turns }: Pick<Dependencies, 'database' | 'turns'>,
  { tenant, id }: { tenant: TenantId; id: EventId },
  query: PageQuery,
): Promise<Page<EventMatch>> {
  const { type, createdAt } = found(await findEvent(database, tenant, id), 'event')
  const event = {
    type,
    createdAt: new Date(createdAt),
    // Without its content, an event matches no filter.
    data: (await readEventData(database, id)) ?? Buffer.of(),
  }
  const endMs = performance.now() + PAGE_MS_MAX
  const { createdAt: acceptedAt } = event
  return listMatchCandidates(
    database,
    { tenantId: tenant, id, createdAt: acceptedAt },
    query,
    (endpoints) => {
      const isParsed =
        !isTooLarge(event.data) &&
        endpoints.some(({ filter, deliveryId }) => filter !== null && deliveryId === null)
      const explaining = explainAll(event, endpoints, endMs)
      return turns.run(tenant, turns.withMemory(tenant, isParsed ? event.data.length : 0, explaining))
    },
  )
}

/** At least one endpoint, then as many as the time allows. */
function* explainAll(
  event: MatchedEvent,
  endpoints: readonly MatchCandidate[],
  endMs: number,
): Generator<undefined, EventMatch[]> {
  const matches: EventMatch[] = []
  let data: EventData
  let isParsed = false
  for (const endpoint of endpoints) {
    if (matches.length > 0 && performance.now() > endMs) break
    yield
    if (endpoint.filter !== null && endpoint.deliveryId === null && !isParsed) {
      data = yield* parseInSlices(event.data)
      isParsed = true
    }
    matches.push(yield* explainOne({ ...event, data }, endpoint))
  }
  return matches
}

function* explainOne(
  event: { createdAt: Date; type: string; data: EventData },
  { id, deliveryId, deliveryStatus, updatedAt, filter, ...endpoint }: MatchCandidate,
): Generator<undefined, EventMatch> {
  const changedSince = updatedAt > event.createdAt
  const shown = { endpointId: id, deliveryId, changedSince }
  if (deliveryStatus !== null) return { ...shown, result: 'delivered', deliveryStatus }
  const compiled = filter === null ? null : compiledFilter(filter)
  const { reason, ...details } = yield* explainMatchInSlices({ ...endpoint, filter: compiled }, event)
  return { ...shown, result: reason, ...details }
}

/** Data of more than 1 MiB, which only sources receive, is not parsed: it could take more memory than the process has. */
function isTooLarge({ length }: Uint8Array): boolean {
  return length > PUBLISH_BYTES_MAX
}

/** Undefined when the data is not JSON that can be read. */
function* parseInSlices(data: Uint8Array): Generator<undefined, EventData> {
  if (isTooLarge(data)) return 'too_large'
  try {
    return { value: yield* readExactJsonInSlices(data) }
  } catch (error) {
    if (!(error instanceof InvalidJsonError)) throw error
    return undefined
  }
}
