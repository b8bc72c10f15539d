import type { IngestSource, KeyedSource, SecretReference } from '@posthorn/database'
import { findHints, type Hint, type InboundMessage, providerOf, type RejectionCause } from '@posthorn/webhook'
import { checkHeaders } from './check-headers.ts'
import { InboundBody, type ReceivedBody } from './inbound-body.ts'
import { SHOWN_BYTES } from './kept-body.ts'
import type { PayloadReader } from './payload-reader.ts'
import { RejectedError } from './rejected.ts'
import type { InboundCall } from './request-record.ts'
import type { KeysOfSource } from './source-keys.ts'

export interface ExplainDependencies {
  keysOf: KeysOfSource
  reader: PayloadReader
  /** Other sources of the same tenant and provider. Called only for a request that does not verify. */
  findOtherSources: (source: IngestSource) => Promise<readonly KeyedSource[]>
  /** Waits for the tenant's next turn. */
  pause: (tenantId: string) => Promise<void>
}

/** A request that a provider sent, or could send. */
export interface ExplainedCall extends InboundCall {
  /** That the provider called. */
  url: string
}

/** How a source verifies a request, and why it would reject it. */
export interface Explanation {
  rejected: RejectedError | undefined
  /** The events that it would become. */
  messages: readonly InboundMessage[]
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
  { keysOf, reader, findOtherSources, pause }: ExplainDependencies,
  source: IngestSource,
  call: ExplainedCall,
  body: ReceivedBody,
): Promise<Explanation> {
  const { provider: name, tenantId, config, toleranceSeconds } = source
  const { headers, arrivedAt: now, url } = call
  const keys = keysOf(source).keys.map(({ key }) => key)
  const head = { headers, method: 'POST', url, config, toleranceSeconds, now }
  const signatures = providerOf(name).signaturesIn(head)
  const inboundBody = new InboundBody({ reader, tenantId, provider: name, call, body })
  const checked = checkHeaders(keysOf, source, call)
  const outcome = checked instanceof RejectedError ? checked : await inboundBody.verifyAfresh(checked)
  const rejected = outcome instanceof RejectedError ? outcome : undefined

  return {
    rejected,
    messages: outcome instanceof RejectedError ? [] : [outcome],
    secret: inboundBody.secret,
    secretsTried: keys.filter(({ kind }) => kind !== 'none').length,
    signedAt: 'verified' in signatures ? undefined : signatures.signedAt,
    signedBytes:
      'verified' in signatures ? undefined : shownBytes(signatures.signedBytes?.(inboundBody.whole())),
    hints: await hints(),
  }

  async function hints(): Promise<readonly Hint[]> {
    const cause = rejected?.because
    if (cause === undefined || !isOfSignature(cause)) return []
    const others = await findOtherSources(source)
    return findHints({
      provider: name,
      cause,
      request: { ...head, body: inboundBody.whole(), keys },
      otherSources: others.map((other) => ({ ...other, keys: keysOf(other).keys.map(({ key }) => key) })),
      pause: () => pause(tenantId),
    })
  }
}

function shownBytes(bytes: Uint8Array | undefined): Explanation['signedBytes'] {
  return bytes && { first: Buffer.from(bytes.subarray(0, SHOWN_BYTES)), length: bytes.length }
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
