import type { IngestSource } from '@posthorn/database'
import type { PublishOutcome } from '@posthorn/events'
import type { InboundEvent } from '@posthorn/webhook'
import type { Rejection } from '../rejected.ts'
import { type Acceptance, type StoreDependencies, storeEvent } from './store-event.ts'
import { storeSeveral } from './store-several.ts'
import type { VerifiedRequest } from './verified-request.ts'

/** Stores the events of a verified request once, and adds their deliveries to the queue. */
export async function storeRequest(
  dependencies: StoreDependencies,
  source: IngestSource,
  { events, ...request }: VerifiedRequest & { events: readonly InboundEvent[] },
): Promise<PublishOutcome<Acceptance, Rejection>> {
  const [first, second] = events
  if (first === undefined) throw new RangeError('events: expected at least one')
  return second === undefined
    ? storeEvent(dependencies, source, request, first)
    : storeSeveral(dependencies, source, request, events)
}
