import type { RequestCause } from '../inbound-request.ts'
import type { Explanation } from './explanation.ts'

/** Why a request to a source was rejected. */
export const REQUEST_CAUSE_EXPLANATIONS: Readonly<Record<RequestCause, Explanation>> = {
  missing_header: {
    title: 'Signature missing',
    explanation: 'A header that the signature needs is missing, so the sender cannot be verified.',
    fix: 'Check that the provider of the source is the sender, that signing is switched on there, and that no proxy in front of Posthorn removes the header.',
  },
  malformed_header: {
    title: 'Signature not readable',
    explanation: 'The signature headers do not have the form of the provider of this source.',
    fix: 'Check that the source has the right provider: each provider writes its signature in another form.',
  },
  unknown_version: {
    title: 'Signature version not supported',
    explanation: 'The request has only signatures of versions that are not verified.',
    fix: 'Select the expected version in the settings of the provider.',
  },
  signature_mismatch: {
    title: 'Signature does not match',
    explanation:
      'No secret of the source makes the signature of this request: the secret is another one, or something on the way changed the body.',
    fix: 'Copy the signing secret from the provider again and set it here; test and live mode often have different ones. Then reprocess the request.',
  },
  timestamp_too_old: {
    title: 'Signed too long ago',
    explanation: 'The signed time is further in the past than the source tolerates.',
    fix: 'If it is no replayed recording, compare the clocks of the sender and of Posthorn, or raise toleranceSeconds of the source.',
  },
  timestamp_too_new: {
    title: 'Signed in the future',
    explanation: 'The signed time is further in the future than the source tolerates.',
    fix: 'Check the clocks of the machines of Posthorn and of the sender: one of them is wrong.',
  },
  unreadable_body: {
    title: 'Body not readable',
    explanation: 'The signature is correct, but the body is not in the format of the provider.',
    fix: 'Choose the format that the provider documents, usually JSON, in its settings for this webhook.',
  },
  source_disabled: {
    title: 'Source disabled',
    explanation: 'The source is disabled, so nothing but the request itself was recorded.',
    fix: 'Enable the source and have the provider send the webhook again, or remove the webhook at the provider.',
  },
  address_not_allowed: {
    title: 'Address not allowed',
    explanation: 'The request came from an address that is not in the allowed ranges of the source.',
    fix: 'Add the address to allowCidrs if it is the provider. Behind a proxy, the operator names the proxy in TRUSTED_PROXY_CIDRS.',
  },
  rate_limited: {
    title: 'Rate limit',
    explanation: 'The rate limit of the source was used up at that moment.',
    fix: 'Nothing: providers send these again. Raise rateLimitPerSecond of the source if it happens often.',
  },
  payload_too_large: {
    title: 'Body too large',
    explanation: 'The body is larger than the source, or the ingest service, accepts.',
    fix: 'Raise bodyMaxBytes of the source. The limit of all sources is INGEST_BODY_MAX_MIB, which the operator sets.',
  },
  loop_detected: {
    title: 'Loop',
    explanation:
      'The event went through Posthorn more than five times: an endpoint sends it back to a source.',
    fix: 'Subscribe the endpoint only to event types that the source does not make.',
  },
  secret_unreadable: {
    title: 'Stored secret not readable',
    explanation:
      'No encryption key of Posthorn decrypts a secret of this source, and no other secret matches.',
    fix: 'Set the secrets of the source again. The operator can also add the key that was removed from POSTHORN_ENCRYPTION_KEY.',
  },
  key_unavailable: {
    title: 'Key of the provider not available',
    explanation:
      'The key that verifies the signature is published by the provider, and could not be fetched.',
    fix: 'Nothing if it passes: most providers send again. Otherwise check that Posthorn reaches the host that the detail names.',
  },
}
