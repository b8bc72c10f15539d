import type { Subscription } from '@posthorn/database'
import type { InboundBody } from '../inbound-body.ts'
import type { ReceivedRequest } from '../request-record.ts'

/** A verified request with what decides on its events. */
export interface VerifiedRequest {
  received: ReceivedRequest
  inboundBody: InboundBody
  /** Of the source's tenant. */
  subscriptions: readonly Subscription[]
  /** Of the cached rules: events are stored only if it is still current. Undefined for current rules. */
  rulesVersion: string | undefined
}
