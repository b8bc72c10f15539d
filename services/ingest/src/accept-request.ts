import type { IngestSource, StoreInbound } from '@posthorn/database'
import {
  composeEventInSlices,
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
import type { BodyBlocks } from '@posthorn/runtime'
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
import { type CheckedHeaders, checkHeaders, verifiesAlike } from './check-headers.ts'
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
  | { outcome: 'accepted'; eventId: string; type: string; deliveries: number }
  | { outcome: 'duplicate'; eventId: string; type: string }

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
 * @param checked with the cached source; the body has been added to its check
 * @throws ProblemError `invalid_signature`, `unreadable_payload`, `unavailable`, `not_found` or `source_disabled`
 */
export async function acceptRequest(
  dependencies: AcceptDependencies,
  checked: CheckedHeaders,
  call: InboundCall,
  body: BodyBlocks,
): Promise<Acceptance> {
  const { sources, rejections, reader, keysOf } = dependencies
  const { provider, tenantId } = checked.source
  const inboundBody = new InboundBody({ reader, tenantId, provider, call, body })
  const final = await publishWithRules<IngestSource, Acceptance, Rejection>(
    {
      cached: async () => checked.source,
      current: () => sources.current(checked.source),
    },
    async (source, freshness) => {
      const message =
        source === checked.source
          ? await inboundBody.verify(checked)
          : await verifyAgain(keysOf, source, { checked, call, inboundBody })
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

/** Checks a request with a newer version of its source, in everything that has changed. */
async function verifyAgain(
  keysOf: KeysOfSource,
  current: IngestSource,
  { checked, call, inboundBody }: { checked: CheckedHeaders; call: InboundCall; inboundBody: InboundBody },
): Promise<InboundMessage | RejectedError> {
  const newlyChecked = checkHeaders(keysOf, current, call)
  if (newlyChecked instanceof RejectedError) return newlyChecked
  if (verifiesAlike(checked.source, current)) return inboundBody.verify(checked)
  await inboundBody.body.visit((block) => newlyChecked.signatureCheck.update(block))
  return inboundBody.verify(newlyChecked)
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
  const { subscriptions, data } = await inboundBody.matchSubscriptions(
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
    turns.run(tenantId, turns.withMemory(tenantId, bytes, composeEventInSlices(input, subscriptions, at)))
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
      return { outcome: 'stored', result: { outcome: 'accepted', eventId: event.id, type, deliveries } }
    }
    case 'duplicate':
      return {
        outcome: 'duplicate',
        result: { outcome: 'duplicate', eventId: stored.eventId, type },
      }
    case 'stale':
      return { outcome: 'stale' }
  }
}

/** Not shortened: an endpoint that wants the raw body gets it with this content type. Default: JSON. */
function contentTypeOf(headers: Headers): string {
  return headers['content-type']?.toString() || 'application/json'
}
