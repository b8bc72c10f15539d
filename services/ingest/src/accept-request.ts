import type { IngestSource, StoreInbound } from '@posthorn/database'
import {
  composingEvent,
  type EnqueueLog,
  enqueueDeliveries,
  type Freshness,
  hasFilter,
  type PublishOutcome,
  publishWithRules,
  type RulesCache,
  type SourceCache,
} from '@posthorn/events'
import type { FairTurns } from '@posthorn/fairness'
import type { DeliveryQueue } from '@posthorn/queue'
import type { BodyBlocks } from '@posthorn/service'
import { inSpan } from '@posthorn/tracing'
import {
  dedupeKeys,
  type Headers,
  HOPS_HEADER,
  hopsOf,
  type InboundMessage,
  inboundEventType,
  isBodyCompared,
} from '@posthorn/webhook'
import { type Admission, admitRequest, verifiesAlike } from './admit-request.ts'
import { InboundBody } from './inbound-body.ts'
import type { PayloadReader } from './payload-reader.ts'
import { noSuchSource, RejectedError } from './rejected.ts'
import type { RejectionLog } from './rejection-log.ts'
import { type InboundCall, requestRecord } from './request-record.ts'
import type { KeysOfSource } from './source-keys.ts'

export interface AcceptDependencies {
  sources: SourceCache
  rules: RulesCache
  store: StoreInbound
  queue: DeliveryQueue
  turns: FairTurns
  keysOf: KeysOfSource
  reader: PayloadReader
  rejections: RejectionLog
  log: EnqueueLog
}

export type Acceptance =
  | { status: 'accepted'; eventId: string; type: string; deliveries: number }
  | { status: 'already_processed'; eventId: string; type: string }

interface Rejection {
  source: IngestSource
  rejected: RejectedError
}

/**
 * Accepts an inbound webhook: verifies, reads, stores it once and adds its deliveries to the queue. A request that does
 * not verify leaves only a line in the list of rejected requests: in particular no dedupe key, which could make a
 * genuine webhook look like a duplicate.
 *
 * The body is compared with its signatures once, and a second time only if the source's keys have changed.
 * @param admission with the cached source; the body has been added to its check
 * @throws ProblemError `invalid_signature`, `unreadable_payload`, `unavailable`, `not_found` or `source_disabled`
 */
export async function acceptRequest(
  dependencies: AcceptDependencies,
  admission: Admission,
  call: InboundCall,
  body: BodyBlocks,
): Promise<Acceptance> {
  const { sources, rejections, reader, keysOf } = dependencies
  const { provider, tenantId } = admission.source
  const inboundBody = new InboundBody({ reader, tenantId, provider, call, body })
  const final = await publishWithRules<IngestSource, Acceptance, Rejection>(
    {
      cached: async () => admission.source,
      current: () => sources.current(admission.source),
    },
    async (source, freshness) => {
      const message =
        source === admission.source
          ? await inboundBody.verify(admission)
          : await verifyAgain(keysOf, source, { admission, call, inboundBody })
      if (message instanceof RejectedError) {
        return { outcome: 'refused', refusal: { source, rejected: message } }
      }
      return store(dependencies, source, { call, inboundBody, message, freshness })
    },
  )
  switch (final.outcome) {
    case 'stored':
    case 'duplicate':
      return final.result
    case 'refused': {
      const { source, rejected } = final.refusal
      await rejections.add(requestRecord(source, call, { bodyBytes: body.length }), rejected.because)
      throw rejected.problem
    }
    case 'not_found':
      throw noSuchSource()
  }
}

/** Judges a request by a newer version of its source, with everything that has changed. */
async function verifyAgain(
  keysOf: KeysOfSource,
  current: IngestSource,
  { admission, call, inboundBody }: { admission: Admission; call: InboundCall; inboundBody: InboundBody },
): Promise<InboundMessage | RejectedError> {
  const newAdmission = admitRequest(keysOf, current, call)
  if (newAdmission instanceof RejectedError) return newAdmission
  if (verifiesAlike(admission.source, current)) return inboundBody.verify(admission)
  await inboundBody.body.visit((block) => newAdmission.check.update(block))
  return inboundBody.verify(newAdmission)
}

interface Verified {
  call: InboundCall
  inboundBody: InboundBody
  message: InboundMessage
  /** Of the source and the tenant's rules. */
  freshness: Freshness
}

async function store(
  { rules, store: storeInbound, queue, turns, log }: AcceptDependencies,
  source: IngestSource,
  { call, inboundBody, message, freshness }: Verified,
): Promise<PublishOutcome<Acceptance, never>> {
  const { tenantId, rulesVersion, dedupeBy } = source
  const isCached = freshness === 'cached'
  const tenantRules = await (isCached ? rules.of(tenantId, []) : rules.current(tenantId, []))
  if (tenantRules === undefined) return { outcome: 'stale' }
  if (isCached && tenantRules.version.tenant !== rulesVersion) return { outcome: 'stale' }

  const at = new Date()
  const type = inboundEventType({ prefix: source.eventTypePrefix, providerType: message.providerType })
  const { subscriptions, data } = await inboundBody.matching(
    { subscriptions: tenantRules.subscriptions, type },
    message,
  )
  const input = {
    tenantId,
    sourceId: source.id,
    type,
    data,
    raw: message.data && inboundBody.whole(),
    contentType: contentTypeOf(call.headers),
    trace: call.trace,
    hops: hopsOf(call.headers[HOPS_HEADER]),
  }
  const { id } = message
  const bodyHash = isBodyCompared({ id, dedupeBy }) ? await inboundBody.hash() : undefined
  const inbound = {
    request: requestRecord(source, call, { bodyBytes: inboundBody.body.length, at }),
    tenantId,
    dedupeKeys: dedupeKeys({ id, dedupeBy, bodyHash }),
    dedupeWindowSeconds: source.dedupeWindowSeconds,
    rulesVersion: isCached ? rulesVersion : undefined,
  }
  const bytes = hasFilter(subscriptions) ? data.length : 0
  const compose = () =>
    turns.run(tenantId, turns.holding(tenantId, bytes, composingEvent(input, subscriptions, at)))
  const stored = await inSpan(
    'store',
    () => ({ parent: call.trace }),
    () => storeInbound(inbound, compose),
  )
  switch (stored.outcome) {
    case 'stored': {
      const { event } = stored
      enqueueDeliveries({ queue, log, trace: call.trace }, event)
      const deliveries = event.deliveries.length
      return { outcome: 'stored', result: { status: 'accepted', eventId: event.id, type, deliveries } }
    }
    case 'duplicate':
      return {
        outcome: 'duplicate',
        result: { status: 'already_processed', eventId: stored.eventId, type },
      }
    case 'stale':
      return { outcome: 'stale' }
  }
}

/** Not shortened: an endpoint that wants the raw body gets it with this content type. Default: JSON. */
function contentTypeOf(headers: Headers): string {
  return headers['content-type']?.toString() || 'application/json'
}
