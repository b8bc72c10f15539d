import type { IngestSource, RulesCache, SourceCache, StoreInbound } from '@posthorn/database'
import { composingEvent, type EnqueueLog, enqueueDeliveries, hasFilter } from '@posthorn/events'
import type { FairTurns } from '@posthorn/fairness'
import type { DeliveryQueue } from '@posthorn/queue'
import type { BodyBlocks } from '@posthorn/service'
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
import type { PayloadReader } from './payload-reader.ts'
import { noSuchSource, RejectedError } from './rejected.ts'
import type { RejectionLog } from './rejection-log.ts'
import { headerText, type InboundCall, requestRecord } from './request-record.ts'
import type { KeysOfSource } from './source-keys.ts'
import { VerifiedBody } from './verified-body.ts'

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

/**
 * What accepting an inbound webhook means: verify, read, store once, hand to the queue. Nothing is written for a
 * request that does not verify but a line in the list of rejected ones: least of all a key that could make a real
 * webhook look like a repeat.
 *
 * A body is compared with its signatures once. Only when its source has other keys by now is it compared again.
 * @param admission by the source as it was read last; the body has been added to its check
 * @throws ProblemError `invalid_signature`, `unreadable_payload`, `unavailable`, `not_found` or `source_disabled`
 */
export async function acceptRequest(
  dependencies: AcceptDependencies,
  admission: Admission,
  call: InboundCall,
  body: BodyBlocks,
): Promise<Acceptance> {
  const { sources, rejections, reader } = dependencies
  const verified = new VerifiedBody({ reader, provider: admission.source.provider, call, body })
  const { source } = admission
  const first = await verified.judge(admission)
  if (!(first instanceof RejectedError)) {
    const acceptance = await store(dependencies, source, { call, verified, message: first, isCurrent: false })
    if (acceptance !== undefined) return acceptance
  }
  const current = await sources.current(source)
  if (current === undefined) throw noSuchSource()
  const last =
    current === source ? first : await judgeAnew(dependencies, current, { admission, call, verified })
  if (last instanceof RejectedError) {
    await rejections.add(requestRecord(current, call, { bodyBytes: body.length }), last.because)
    throw last.problem
  }
  const acceptance = await store(dependencies, current, { call, verified, message: last, isCurrent: true })
  // The tenant was deleted at this very moment.
  if (acceptance === undefined) throw noSuchSource()
  return acceptance
}

/** By a newer version of the source: whatever has changed of it counts. */
async function judgeAnew(
  { keysOf }: Pick<AcceptDependencies, 'keysOf'>,
  current: IngestSource,
  { admission, call, verified }: { admission: Admission; call: InboundCall; verified: VerifiedBody },
): Promise<InboundMessage | RejectedError> {
  const anew = admitRequest(keysOf, current, call)
  if (anew instanceof RejectedError) return anew
  if (verifiesAlike(admission.source, current)) return verified.judge(admission)
  await verified.body.visit((block) => anew.check.update(block))
  return verified.judge(anew)
}

interface Verified {
  call: InboundCall
  verified: VerifiedBody
  message: InboundMessage
  /** Whether the source was read for this request. If not, it stores only if nothing has changed. */
  isCurrent: boolean
}

/** @returns undefined when nothing was stored: the source may have changed, or is gone if it is current */
async function store(
  { rules, store: storeInbound, queue, turns, log }: AcceptDependencies,
  source: IngestSource,
  { call, verified, message, isCurrent }: Verified,
): Promise<Acceptance | undefined> {
  const { tenantId, rulesVersion, dedupeBy } = source
  const tenantRules = await (isCurrent ? rules.current(tenantId, []) : rules.of(tenantId, []))
  if (tenantRules === undefined) return undefined
  if (!isCurrent && tenantRules.version.tenant !== rulesVersion) return undefined

  const at = new Date()
  const type = inboundEventType({ prefix: source.eventTypePrefix, providerType: message.providerType })
  const asked = { subscriptions: tenantRules.subscriptions, type }
  const { subscriptions, data } = await verified.matching(asked, message)
  const fact = {
    tenantId,
    sourceId: source.id,
    type,
    timestamp: at,
    data,
    raw: message.data && verified.whole(),
    contentType: contentTypeOf(call.headers),
    traceparent: headerText(call.headers, 'traceparent'),
    hops: hopsOf(call.headers[HOPS_HEADER]),
  }
  const { id } = message
  const bodyHash = isBodyCompared({ id, dedupeBy }) ? await verified.hash() : undefined
  const inbound = {
    request: requestRecord(source, call, { bodyBytes: verified.body.length, at }),
    tenantId,
    dedupeKeys: dedupeKeys({ id, dedupeBy, bodyHash }),
    dedupeWindowSeconds: source.dedupeWindowSeconds,
    rulesVersion: isCurrent ? undefined : rulesVersion,
  }
  const bytes = hasFilter(subscriptions) ? data.length : 0
  const stored = await storeInbound(inbound, () =>
    turns.run(tenantId, turns.holding(tenantId, bytes, composingEvent(fact, subscriptions, at))),
  )
  switch (stored.outcome) {
    case 'outdated':
      return undefined
    case 'duplicate':
      return { status: 'already_processed', eventId: stored.eventId, type }
    case 'accepted':
      enqueueDeliveries({ queue, log }, stored.event)
      return {
        status: 'accepted',
        eventId: stored.event.id,
        type,
        deliveries: stored.event.deliveries.length,
      }
  }
}

/** In full: an endpoint that wants the body raw gets it under this name. What does not say is JSON. */
function contentTypeOf(headers: Headers): string {
  return headers['content-type']?.toString() || 'application/json'
}
