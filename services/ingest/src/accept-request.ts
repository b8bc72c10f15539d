import { newId, ProblemError, type RequestCause } from '@posthorn/contracts'
import {
  type Database,
  findSubscriptions,
  type IngestSource,
  type RequestRecord,
  rowOfSecret,
  storeInbound,
} from '@posthorn/database'
import { composeEvent, type EnqueueLog, enqueueDeliveries } from '@posthorn/events'
import type { DeliveryQueue } from '@posthorn/queue'
import type { SecretBox } from '@posthorn/secrets'
import { type Headers, inboundEventType, providerOf, UnreadablePayloadError } from '@posthorn/webhook'
import type { RejectionLog } from './rejection-log.ts'

export interface AcceptDependencies {
  database: Database
  queue: DeliveryQueue
  secretBox: SecretBox
  rejections: RejectionLog
  log: EnqueueLog
}

/** One HTTP call that reached a source, its body the bytes that came. */
export interface InboundCall {
  headers: Headers
  body: Buffer
  receivedAt: Date
}

export type Acceptance =
  | { status: 'accepted'; eventId: string; type: string; deliveries: number }
  | { status: 'already_processed'; eventId: string; type: string }

/**
 * What accepting an inbound webhook means: verify, read, store once, hand to the queue. Nothing is written for a
 * request that does not verify but a line in the list of rejected ones: least of all a key that could make a real
 * webhook look like a repeat.
 * @throws ProblemError `invalid_signature` or `unreadable_payload`
 */
export async function acceptRequest(
  dependencies: AcceptDependencies,
  source: IngestSource,
  call: InboundCall,
): Promise<Acceptance> {
  const { database, queue, log } = dependencies
  await verify(dependencies, source, call)
  const message = await read(dependencies, source, call)

  const fact = {
    tenantId: source.tenantId,
    sourceId: source.id,
    type: inboundEventType({ prefix: source.eventTypePrefix, providerType: message.providerType }),
    timestamp: call.receivedAt,
    data: message.data ?? call.body,
    raw: message.data && call.body,
    contentType: contentTypeOf(call.headers),
    traceparent: headerText(call.headers, 'traceparent'),
  }
  const event = composeEvent(fact, await findSubscriptions(database, source.tenantId), call.receivedAt)
  const stored = await storeInbound(database, {
    request: requestRecord(source, call),
    event,
    dedupeKeys: message.dedupeKeys,
    dedupeWindowSeconds: source.dedupeWindowSeconds,
  })
  if (stored.outcome === 'duplicate') {
    return { status: 'already_processed', eventId: stored.eventId, type: fact.type }
  }
  await enqueueDeliveries({ queue, log }, event)
  return { status: 'accepted', eventId: event.id, type: fact.type, deliveries: event.deliveries.length }
}

/** In full: an endpoint that wants the body raw gets it under this name. What does not say is JSON. */
function contentTypeOf(headers: Headers): string {
  return headers['content-type']?.toString() || 'application/json'
}

async function verify(
  dependencies: AcceptDependencies,
  source: IngestSource,
  call: InboundCall,
): Promise<void> {
  const secrets = source.secrets.map(({ id, sealed }) =>
    dependencies.secretBox.open(sealed, rowOfSecret(source.id, id)),
  )
  const verdict = providerOf(source.provider).verify({
    headers: call.headers,
    body: call.body,
    secrets: source.publicKey === null ? secrets : [...secrets, source.publicKey],
    toleranceSeconds: source.toleranceSeconds,
    now: call.receivedAt,
  })
  if (verdict.verified) return
  await reject(dependencies, source, call, verdict.cause)
  throw new ProblemError('invalid_signature', DETAILS[verdict.cause])
}

async function read(dependencies: AcceptDependencies, source: IngestSource, call: InboundCall) {
  try {
    return providerOf(source.provider).read(call)
  } catch (error) {
    if (!(error instanceof UnreadablePayloadError)) throw error
    await reject(dependencies, source, call, 'unreadable_payload')
    throw new ProblemError('unreadable_payload', error.message, { cause: error })
  }
}

async function reject(
  { rejections }: AcceptDependencies,
  source: IngestSource,
  call: InboundCall,
  cause: RequestCause,
): Promise<void> {
  await rejections.add(requestRecord(source, call), cause)
}

/** What the sender is told. It helps whoever sets up a source, and nobody to forge a signature. */
const DETAILS = {
  missing_signature: 'A header that the signature needs is missing.',
  malformed_signature: 'The signature headers are not in the form of the provider.',
  wrong_signature: 'No signature in the request matches a secret of the source.',
  timestamp_too_old: 'The signed time is further in the past than the source tolerates.',
  timestamp_too_new: 'The signed time is further in the future than the source tolerates.',
} as const

/** What is kept of a call, whatever became of it. */
export function requestRecord(
  source: Pick<IngestSource, 'id'>,
  { headers, body, receivedAt }: Omit<InboundCall, 'body'> & { body: { length: number } },
): RequestRecord {
  return {
    id: newId('request', receivedAt),
    sourceId: source.id,
    contentType: headerText(headers, 'content-type'),
    userAgent: headerText(headers, 'user-agent'),
    bodyBytes: body.length,
    receivedAt,
  }
}

const HEADER_LENGTH_MAX = 512

function headerText(headers: Headers, name: string): string | undefined {
  return headers[name]?.toString().slice(0, HEADER_LENGTH_MAX)
}
