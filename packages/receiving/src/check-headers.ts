import { ProblemError } from '@posthorn/contracts'
import type { IngestSource } from '@posthorn/database'
import {
  checkSignatureHeaders,
  HOPS_HEADER,
  HOPS_MAX,
  hopsOf,
  providerOf,
  SignatureCheck,
  type Unverified,
} from '@posthorn/webhook'
import { invalidSignature, RejectedError } from './rejected.ts'
import type { InboundCall } from './request-record.ts'
import { type KeysOfSource, type SourceKey, undecryptableSecrets } from './source-keys.ts'

/** A request whose headers are valid: its body decides. */
export interface CheckedHeaders {
  source: IngestSource
  /** Compares the body with the signatures in the headers. Takes the body as it arrives. */
  signatureCheck: SignatureCheck
  /** Of the check, in its order. */
  keys: readonly SourceKey[]
  /** The rejection of a body that does not verify. */
  rejectionOf: (unverified: Unverified) => RejectedError
}

/**
 * Checks a request by its headers alone, the cheapest checks first, so that a request refused by its headers is not read.
 * @param source cached or current: a refusal holds for this version of it
 */
export function checkHeaders(
  keysOf: KeysOfSource,
  source: IngestSource,
  { headers, arrivedAt }: InboundCall,
): CheckedHeaders | RejectedError {
  if (!source.enabled) return disabled()
  if (hopsOf(headers[HOPS_HEADER]) > HOPS_MAX) return loopDetected()

  const { toleranceSeconds } = source
  const signatures = checkSignatureHeaders(providerOf(source.provider), {
    headers,
    toleranceSeconds,
    now: arrivedAt,
  })
  if ('verified' in signatures) return invalidSignature(signatures)

  const { keys, undecryptable } = keysOf(source)
  if (keys.length === 0 && undecryptable > 0) return undecryptableSecrets()
  return {
    source,
    signatureCheck: new SignatureCheck(
      signatures,
      keys.map(({ key }) => key),
    ),
    keys,
    rejectionOf: (unverified) =>
      undecryptable > 0 && unverified.cause === 'signature_mismatch'
        ? undecryptableSecrets()
        : invalidSignature(unverified),
  }
}

/** Whether two versions of a source verify a body alike, so that one result holds for both. */
export function verifiesAlike(one: IngestSource, other: IngestSource): boolean {
  if (one.publicKey !== other.publicKey || one.secrets.length !== other.secrets.length) return false
  return one.secrets.every(({ id, sealed }, index) => {
    const same = other.secrets[index]
    return same?.id === id && Buffer.compare(same.sealed, sealed) === 0
  })
}

function disabled(): RejectedError {
  const detail = 'The source is disabled. Enable it, or stop sending to it.'
  return new RejectedError('source_disabled', new ProblemError('source_disabled', detail))
}

function loopDetected(): RejectedError {
  const detail = `The event has gone through Posthorn more than ${HOPS_MAX} times: an endpoint sends its events back to a source.`
  return new RejectedError('loop_detected', new ProblemError('loop_detected', detail))
}
