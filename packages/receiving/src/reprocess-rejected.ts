import type { IngestSource, Subscription } from '@posthorn/database'
import type { Rejection } from './accept-request.ts'
import { checkHeaders } from './check-headers.ts'
import { HandshakeRequest } from './handshake-request.ts'
import { InboundBody, type ReceivedBody } from './inbound-body.ts'
import type { PayloadReader } from './payload-reader.ts'
import { RejectedError } from './rejected.ts'
import type { InboundCall } from './request-record.ts'
import { type Acceptance, type StoreDependencies, storeMessage } from './store-message.ts'
import type { Verification } from './verification.ts'

export interface ReprocessRejectedDependencies extends StoreDependencies {
  verification: Verification
  reader: PayloadReader
  /** The current ones of the source's tenant. */
  findSubscriptions: (tenantId: IngestSource['tenantId']) => Promise<readonly Subscription[]>
}

/**
 * Accepts a request that was rejected before, by its current source and as if it arrived at `call.arrivedAt`: verifies, reads,
 * stores it once and adds its deliveries to the queue.
 * @param source the current one
 * @returns `not_found` when the tenant has been deleted
 */
export async function reprocessRejected(
  dependencies: ReprocessRejectedDependencies,
  source: IngestSource,
  call: InboundCall,
  body: ReceivedBody,
): Promise<Acceptance | Rejection | HandshakeRequest | { outcome: 'not_found' }> {
  const { reader, verification, findSubscriptions } = dependencies
  const { tenantId } = source
  const checked = checkHeaders(verification, source, call)
  if (checked instanceof RejectedError) return { outcome: 'rejected', source, rejected: checked }

  const inboundBody = new InboundBody({ reader, call, body })
  const message = await inboundBody.verifyAfresh(checked)
  if (message instanceof RejectedError) return { outcome: 'rejected', source, rejected: message }
  if (message instanceof HandshakeRequest) return message

  const subscriptions = await findSubscriptions(tenantId)
  const verified = { call, inboundBody, message, subscriptions, rulesVersion: undefined }
  const final = await storeMessage(dependencies, source, verified)
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
