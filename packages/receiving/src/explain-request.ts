import type { IngestSource, KeyedSource, SecretReference } from '@posthorn/database'
import {
  findHints,
  type Hint,
  type InboundEvent,
  providerOf,
  type RejectionCause,
  type RequestSignatures,
  type Unverified,
} from '@posthorn/webhook'
import { checkHeaders } from './check-headers.ts'
import { HandshakeRequest } from './handshake-request.ts'
import { InboundBody, type ReceivedBody } from './inbound-body.ts'
import { SHOWN_BYTES } from './kept-body.ts'
import type { PayloadReader } from './payload-reader.ts'
import { RejectedError } from './rejected.ts'
import type { ReceivedRequest } from './request-record.ts'
import { checkBodySize } from './source-limits.ts'
import { requestHead, type Verification } from './verification.ts'

export interface ExplainDependencies {
  verification: Verification
  reader: PayloadReader
  /** Other sources of the same tenant and provider. Called only for a request that does not verify. */
  findOtherSources: (source: IngestSource) => Promise<readonly KeyedSource[]>
  /** Waits for the tenant's next turn. */
  pause: (tenantId: string) => Promise<void>
}

/** A request that a provider sent, or could send. */
export interface ExplainedRequest extends ReceivedRequest {
  /** That the provider called, if it is known. */
  calledUrl: string | undefined
}

/** How a source verifies a request, and why it would reject it. */
export interface Explanation {
  rejected: RejectedError | undefined
  /** It sets the webhook up, and carries no event. */
  isHandshake: boolean
  /** The events that it would become. */
  events: readonly InboundEvent[]
  secret: SecretReference | undefined
  secretsTried: number
  /** In unix seconds, of the headers. */
  signedAt: number | undefined
  signedBytes: { first: Buffer; length: number } | undefined
  hints: readonly Hint[]
}

/**
 * Verifies a request as the ingest service does, stores nothing, and finds common mistakes.
 * @param source the current one
 */
export async function explainRequest(
  dependencies: ExplainDependencies,
  source: IngestSource,
  request: ExplainedRequest,
  body: ReceivedBody,
): Promise<Explanation> {
  const { verification, reader } = dependencies
  const signatures = providerOf(source.provider).signaturesIn(requestHead(verification, source, request))
  const inboundBody = new InboundBody({ reader, received: request, body })
  const checked = checkHeaders(verification, source, request)
  const outcome =
    checked instanceof RejectedError
      ? checked
      : (checkBodySize(source, body.length) ?? (await inboundBody.verifyAfresh(checked)))
  const rejected = outcome instanceof RejectedError ? outcome : undefined
  const isHandshake = outcome instanceof HandshakeRequest
  const { keys } = verification.keysOf(source)
  return {
    rejected,
    isHandshake,
    events: outcome instanceof RejectedError || outcome instanceof HandshakeRequest ? [] : outcome,
    secret: inboundBody.secret,
    secretsTried: keys.filter(({ key }) => key.kind !== 'none').length,
    ...shownSignatures(signatures, inboundBody),
    hints: await hintsOf(dependencies, source, { request, inboundBody, rejected }),
  }
}

function shownSignatures(
  signatures: RequestSignatures | Unverified,
  inboundBody: InboundBody,
): Pick<Explanation, 'signedAt' | 'signedBytes'> {
  if ('verified' in signatures) return { signedAt: undefined, signedBytes: undefined }
  const bytes = signatures.signedBytes?.(inboundBody.whole())
  return {
    signedAt: signatures.signedAt,
    signedBytes: bytes && { first: Buffer.from(bytes.subarray(0, SHOWN_BYTES)), length: bytes.length },
  }
}

interface Outcome {
  request: ExplainedRequest
  inboundBody: InboundBody
  rejected: RejectedError | undefined
}

async function hintsOf(
  { verification, findOtherSources, pause }: ExplainDependencies,
  source: IngestSource,
  { request, inboundBody, rejected }: Outcome,
): Promise<Hint[]> {
  const cause = rejected?.requestCause
  if (cause === undefined || !isOfSignature(cause)) return []
  const keysOf = (one: KeyedSource | IngestSource) => verification.keysOf(one).keys.map(({ key }) => key)
  const others = await findOtherSources(source)
  return findHints({
    provider: source.provider,
    cause,
    request: {
      ...requestHead(verification, source, request),
      calledUrl: request.calledUrl,
      body: inboundBody.whole(),
      keys: keysOf(source),
    },
    otherSources: others.map((other) => ({ id: other.id, name: other.name, keys: keysOf(other) })),
    pause: () => pause(source.tenantId),
  })
}

const CAUSES: Record<RejectionCause, true> = {
  missing_header: true,
  malformed_header: true,
  unknown_version: true,
  signature_mismatch: true,
  timestamp_too_old: true,
  timestamp_too_new: true,
}

function isOfSignature(cause: string): cause is RejectionCause {
  return Object.hasOwn(CAUSES, cause)
}
