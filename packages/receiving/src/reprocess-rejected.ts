import type { IngestSource, Subscription } from '@posthorn/database'
import { checkHeaders } from './check-headers.ts'
import { HandshakeRequest } from './handshake-request.ts'
import { InboundBody, type ReceivedBody } from './inbound-body.ts'
import type { PayloadReader } from './payload-reader.ts'
import { RejectedError, type Rejection } from './rejected.ts'
import type { ReceivedRequest } from './request-record.ts'
import type { Acceptance, StoreDependencies } from './storing/store-event.ts'
import { storeRequest } from './storing/store-request.ts'
import type { Verification } from './verification.ts'

export interface ReprocessRejectedDependencies extends StoreDependencies {
  verification: Verification
  reader: PayloadReader
  /** The current ones of the source's tenant. */
  findSubscriptions: (tenantId: IngestSource['tenantId']) => Promise<readonly Subscription[]>
}

/**
 * Accepts a request that was rejected before, by its current source and as if it arrived at `received.arrivedAt`: verifies, reads,
 * stores its events once and adds their deliveries to the queue.
 * @param source the current one
 * @returns `not_found` when the tenant has been deleted
 */
export async function reprocessRejected(
  dependencies: ReprocessRejectedDependencies,
  source: IngestSource,
  received: ReceivedRequest,
  body: ReceivedBody,
): Promise<Acceptance | Rejection | HandshakeRequest | { outcome: 'not_found' }> {
  const { reader, verification, findSubscriptions } = dependencies
  const { tenantId } = source
  const checked = checkHeaders(verification, source, received)
  if (checked instanceof RejectedError) return { outcome: 'rejected', source, rejected: checked }

  const inboundBody = new InboundBody({ reader, received, body })
  const events = await inboundBody.verifyAfresh(checked)
  if (events instanceof RejectedError) return { outcome: 'rejected', source, rejected: events }
  if (events instanceof HandshakeRequest) return events

  const subscriptions = await findSubscriptions(tenantId)
  const verified = { received, inboundBody, events, subscriptions, rulesVersion: undefined }
  const final = await storeRequest(dependencies, source, verified)
  switch (final.outcome) {
    case 'stored':
    case 'duplicate':
      return final.result
    case 'refused':
      return final.refusal
    case 'stale':
      return { outcome: 'not_found' }
  }
}
