import type { IngestSource, RulesInMemory, SourcesInMemory, StoreInbound } from '@posthorn/database'
import { composingEvent, type EnqueueLog, enqueueDeliveries } from '@posthorn/events'
import type { FairTurns } from '@posthorn/fairness'
import type { DeliveryQueue } from '@posthorn/queue'
import type { SecretBox } from '@posthorn/secrets'
import { type Headers, type InboundMessage, inboundEventType } from '@posthorn/webhook'
import { noSuchSource, requireOpen } from './open-source.ts'
import type { RejectionLog } from './rejection-log.ts'
import { headerText, type InboundCall, requestRecord } from './request-record.ts'
import { RejectedError, verifiedMessage } from './verified-message.ts'

export interface AcceptDependencies {
  sources: SourcesInMemory
  rules: RulesInMemory
  store: StoreInbound
  queue: DeliveryQueue
  turns: FairTurns
  secretBox: SecretBox
  rejections: RejectionLog
  log: EnqueueLog
}

export type Acceptance =
  | { status: 'accepted'; eventId: string; type: string; deliveries: number }
  | { status: 'already_processed'; eventId: string; type: string }

/**
 * What accepting an inbound webhook means: verify, read, store once, hand to the queue. Nothing is written for a
 * request that does not verify but a line in the list of rejected ones: least of all a key that could make a real
 * webhook look like a repeat.
 * @param source as it was read last. By what it says now, if that is something else, the request is judged again
 * @throws ProblemError `invalid_signature`, `unreadable_payload`, `not_found` or `source_disabled`
 */
export async function acceptRequest(
  dependencies: AcceptDependencies,
  source: IngestSource,
  call: InboundCall,
): Promise<Acceptance> {
  const acceptance = await acceptBy(source, { ...dependencies, call, isCurrent: false })
  if (acceptance !== undefined) return acceptance
  const current = await requireOpen(dependencies, await dependencies.sources.current(source), call)
  const last = await acceptBy(current, { ...dependencies, call, isCurrent: true })
  // The tenant was deleted at this very moment.
  if (last === undefined) throw noSuchSource()
  return last
}

interface AcceptOptions extends AcceptDependencies {
  call: InboundCall
  /** Whether the source was read for this request. If not, it stores only if nothing has changed, and refuses nothing. */
  isCurrent: boolean
}

/** @returns undefined when nothing was stored: the source may have changed, or is gone if it is current */
async function acceptBy(source: IngestSource, options: AcceptOptions): Promise<Acceptance | undefined> {
  const { rules, store, queue, turns, log, call, isCurrent } = options
  const message = await judge(source, options)
  const { tenantId, rulesVersion } = source
  const tenantRules = await (isCurrent ? rules.current(tenantId, []) : rules.of(tenantId, []))
  if (message === undefined || tenantRules === undefined) return undefined
  if (!isCurrent && tenantRules.version.tenant !== rulesVersion) return undefined

  const fact = {
    tenantId,
    sourceId: source.id,
    type: inboundEventType({ prefix: source.eventTypePrefix, providerType: message.providerType }),
    timestamp: call.receivedAt,
    data: message.data ?? call.body,
    raw: message.data && call.body,
    contentType: contentTypeOf(call.headers),
    traceparent: headerText(call.headers, 'traceparent'),
  }
  const inbound = {
    request: requestRecord(source, call),
    tenantId,
    dedupeKeys: message.dedupeKeys,
    dedupeWindowSeconds: source.dedupeWindowSeconds,
    rulesVersion: isCurrent ? undefined : rulesVersion,
  }
  const stored = await store(inbound, () =>
    turns.run(tenantId, composingEvent(fact, tenantRules.subscriptions, call.receivedAt)),
  )
  switch (stored.outcome) {
    case 'outdated':
      return undefined
    case 'duplicate':
      return { status: 'already_processed', eventId: stored.eventId, type: fact.type }
    case 'accepted':
      enqueueDeliveries({ queue, log }, stored.event)
      return {
        status: 'accepted',
        eventId: stored.event.id,
        type: fact.type,
        deliveries: stored.event.deliveries.length,
      }
  }
}

/** @returns undefined when the source is not current, and would refuse the request */
async function judge(
  source: IngestSource,
  { secretBox, rejections, call, isCurrent }: AcceptOptions,
): Promise<InboundMessage | undefined> {
  try {
    return verifiedMessage(secretBox, source, call)
  } catch (error) {
    // Whatever it is, the source of now is asked as well.
    if (!isCurrent) return undefined
    if (!(error instanceof RejectedError)) throw error
    await rejections.add(requestRecord(source, call), error.because)
    throw error.problem
  }
}

/** In full: an endpoint that wants the body raw gets it under this name. What does not say is JSON. */
function contentTypeOf(headers: Headers): string {
  return headers['content-type']?.toString() || 'application/json'
}
