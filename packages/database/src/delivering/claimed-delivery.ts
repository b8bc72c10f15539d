import type {
  AttemptTrigger,
  DeliveryId,
  EndpointId,
  EventId,
  PayloadFormat,
  RetryOn,
  SignatureScheme,
  TenantId,
} from '@posthorn/contracts'
import type { SealedHeader } from '../managing/endpoint-headers.ts'
import type { SealedSecret } from '../managing/sealed-secrets.ts'

/** An endpoint, with all that is needed to send to it. */
export interface ClaimedEndpoint {
  endpointId: EndpointId
  url: string
  timeoutSeconds: number
  retrySchedule: number[]
  retryOn: RetryOn
  payloadFormat: PayloadFormat
  signatures: SignatureScheme[]
  /** Those that sign now, newest first. */
  secrets: SealedSecret[]
  /** The same of the key pairs. */
  privateKeys: SealedSecret[]
  /** What the endpoint wants in its requests beside ours. */
  headers: SealedHeader[]
}

/** A delivery that a worker has taken, with all it needs to make the attempt. */
export interface ClaimedDelivery extends ClaimedEndpoint {
  deliveryId: DeliveryId
  tenantId: TenantId
  eventId: EventId
  eventType: string
  /** The number of the attempt that is now to be made. No other worker is given it, now or later. */
  attemptNumber: number
  failureCount: number
  trigger: AttemptTrigger
  /** Whether it decides if the endpoint's circuit closes. */
  isProbe: boolean
  /** How long the worker has it, from the moment it was claimed. */
  leaseMs: number
  body: Buffer
  dataStart: number
  /** What the provider sent, for an endpoint that wants it raw, where that is not the data in the body. */
  raw: Buffer | null
  contentType: string
  traceId: string
  /** How often the event had gone through a Posthorn before it came to this one. */
  hops: number
}
