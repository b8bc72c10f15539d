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

/** What is needed to send to an endpoint. */
export interface ClaimedEndpoint {
  endpointId: EndpointId
  url: string
  timeoutSeconds: number
  retrySchedule: number[]
  retryOn: RetryOn
  payloadFormat: PayloadFormat
  signatures: SignatureScheme[]
  /** Shared secrets that sign now, newest first. */
  secrets: SealedSecret[]
  /** Private keys that sign now, newest first. */
  privateKeys: SealedSecret[]
  /** Custom headers of the endpoint. */
  headers: SealedHeader[]
}

/** A claimed delivery with what its attempt needs. */
export interface ClaimedDelivery extends ClaimedEndpoint {
  deliveryId: DeliveryId
  tenantId: TenantId
  eventId: EventId
  eventType: string
  /** Number of this attempt, unique within the delivery. */
  attemptNumber: number
  failureCount: number
  trigger: AttemptTrigger
  /** Whether the result decides if the endpoint's circuit closes. */
  isProbe: boolean
  /** Duration of the lease, from the claim on. */
  leaseMs: number
  body: Buffer
  dataStart: number
  /** For an endpoint with raw format: the bytes that the provider sent, where they differ from the data in the body. */
  raw: Buffer | null
  /** For an endpoint with raw format: the stored headers of the request that the provider sent. */
  receivedHeaders: Record<string, string> | null
  contentType: string
  traceId: string
  /** W3C header with the span that its attempts continue, if there is one. */
  traceparent: string | null
  /** Number of Posthorn instances that the event passed before this one. */
  hops: number
}
