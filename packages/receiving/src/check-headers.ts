import { isDeepStrictEqual } from 'node:util'
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
import type { ReceivedRequest } from './request-record.ts'
import { type SourceKey, undecryptableSecrets } from './source-keys.ts'
import { checkAddress } from './source-limits.ts'
import { requestHead, type Verification } from './verification.ts'

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
  verification: Verification,
  source: IngestSource,
  received: ReceivedRequest,
): CheckedHeaders | RejectedError {
  if (!source.enabled) return disabledSource()
  const refused =
    received.remoteAddress === undefined ? undefined : checkAddress(source, received.remoteAddress)
  if (refused !== undefined) return refused
  if (hopsOf(received.headers[HOPS_HEADER]) > HOPS_MAX) return loopDetected()

  const head = requestHead(verification, source, received)
  const signatures = checkSignatureHeaders(providerOf(source.provider), head)
  if ('verified' in signatures) return invalidSignature(signatures)

  const { keys, undecryptable } = verification.keysOf(source)
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
  // A time in the body is compared with the tolerance, too.
  if (one.toleranceSeconds !== other.toleranceSeconds) return false
  if (!isDeepStrictEqual(one.config, other.config)) return false
  return one.secrets.every(({ id, sealed }, index) => {
    const same = other.secrets[index]
    return same?.id === id && Buffer.compare(same.sealed, sealed) === 0
  })
}

/** The source is disabled. */
export function disabledSource(): RejectedError {
  const detail = 'The source is disabled. Enable it, or stop sending to it.'
  return new RejectedError('source_disabled', new ProblemError('source_disabled', detail))
}

function loopDetected(): RejectedError {
  const detail = `The event has gone through Posthorn more than ${HOPS_MAX} times: an endpoint sends its events back to a source.`
  return new RejectedError('loop_detected', new ProblemError('loop_detected', detail))
}
