import type {
  DeliveryId,
  EndpointId,
  RelayResult,
  RelayResultCounts,
  RelayResults,
  TenantId,
} from '@posthorn/contracts'
import {
  type AttemptRecord,
  type Database,
  findRelayOfResults,
  findSent,
  type NextDeliveryState,
  nameOfRelay,
  recordAttempts,
  type SentDelivery,
} from '@posthorn/database'
import type { HintPublisher } from '@posthorn/queue'
import { CONTROL_CHARACTERS, safeResponseHeaders } from '@posthorn/signed-requests'
import { errorDetail } from '@posthorn/webhook'
import { found } from '../http/replies.ts'
import type { RelayConnections } from './relay-connections.ts'

interface ResultDependencies {
  database: Database
  live: HintPublisher
  connections: Pick<RelayConnections, 'answered'>
}

interface ResultsOfRelay {
  tenantId: TenantId
  endpointId: EndpointId
}

/**
 * Records the results of a listener as attempts. A result counts while its lease exists, also after it has expired; one that comes
 * twice, or after the delivery was sent again, is ignored. Safe to repeat.
 * @throws ProblemError `not_found`
 */
export async function recordResults(
  { database, live, connections }: ResultDependencies,
  { tenantId, endpointId }: ResultsOfRelay,
  { results }: RelayResults,
): Promise<RelayResultCounts> {
  const relay = found(await findRelayOfResults(database, tenantId, endpointId), 'relay')
  const sent = await findSent(
    database,
    endpointId,
    results.map(({ deliveryId }) => deliveryId),
  )
  // Of two results for one attempt, the first counts.
  const records = new Map<DeliveryId, AttemptRecord>()
  for (const result of results) {
    const delivery = sent.get(result.deliveryId)
    if (delivery === undefined || delivery.number !== result.number || records.has(result.deliveryId))
      continue
    records.set(result.deliveryId, { tenantId, endpointId, ...recordOf(result, delivery, relay) })
  }
  const { moved } =
    records.size > 0
      ? await recordAttempts(database, [...records.values()])
      : { moved: new Set<DeliveryId>() }
  connections.answered(tenantId, [...records.keys()])
  for (const { deliveryId, next } of records.values()) {
    // A success that came twice has moved it before.
    const hasMoved = next.status === 'succeeded' || moved.has(deliveryId)
    const status = hasMoved && next.status !== 'unchanged' ? next.status : sent.get(deliveryId)?.status
    // Without a status, other processes would take it for a new delivery, and its listener for silent.
    live.publish(tenantId, 'delivery', [deliveryId], status)
  }
  return { recorded: records.size, ignored: results.length - records.size }
}

function recordOf(
  result: RelayResult,
  { status, trigger, failureCount, sentAt, headers }: SentDelivery,
  { url, timeoutSeconds }: { url: string; timeoutSeconds: number },
): Omit<AttemptRecord, 'tenantId' | 'endpointId'> {
  const { deliveryId, number, statusCode, errorCode, durationMs, bodyBase64 } = result
  const facts = errorCode && { errorCode, stage: undefined, fault: undefined }
  const generated = facts && errorDetail(facts, { host: nameOfRelay(url), timeoutSeconds })
  return {
    deliveryId,
    number,
    trigger,
    startedAt: sentAt,
    durationMs,
    url,
    address: undefined,
    phases: { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null },
    requestHeaders: headers,
    statusCode,
    responseHeaders: result.headers && safeResponseHeaders(result.headers),
    responseBody: bodyBase64 === undefined ? undefined : Buffer.from(bodyBase64, 'base64'),
    responseBodyTruncated: result.bodyTruncated ?? false,
    errorCode,
    errorDetail: result.errorDetail?.replaceAll(CONTROL_CHARACTERS, ' ') ?? generated,
    next: nextState({ status, trigger, failureCount }, statusCode),
  }
}

/**
 * A relay does not retry by itself: the reply of a program that is being debugged is an answer. Also to a retry by hand: one that
 * ran while the delivery waited was its attempt, so nothing is left to wait for.
 */
function nextState(
  { status, trigger, failureCount }: Pick<SentDelivery, 'status' | 'trigger' | 'failureCount'>,
  statusCode: number | undefined,
): NextDeliveryState {
  if (statusCode !== undefined && statusCode >= 200 && statusCode <= 299) return { status: 'succeeded' }
  if (trigger === 'manual' && status !== 'pending') return { status: 'unchanged', disableEndpoint: false }
  return {
    status: 'failed',
    reason: 'not_retried',
    disableEndpoint: false,
    failureCount: failureCount + 1,
    notifyTenant: false,
  }
}
