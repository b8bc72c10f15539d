import type { NetworkFault } from '@posthorn/webhook'
import { NameResolutionError } from './egress-errors.ts'
import { codeOf, errorCodeOf } from './error-code-of.ts'

const BY_CODE: Readonly<Record<string, NetworkFault>> = {
  ENOTFOUND: 'no_address',
  ENODATA: 'no_address',

  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETDOWN: 'unreachable',

  CERT_HAS_EXPIRED: 'certificate_expired',
  CERT_NOT_YET_VALID: 'certificate_not_yet_valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate_of_another_name',
  HOSTNAME_MISMATCH: 'certificate_of_another_name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate_untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate_untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate_untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate_untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate_untrusted',
  CERT_UNTRUSTED: 'certificate_untrusted',
  INVALID_CA: 'certificate_untrusted',
}

/** What is known of a failed attempt beyond its error code, decided by classes and codes. */
export function networkFaultOf(error: unknown): NetworkFault | undefined {
  if (error instanceof AggregateError) {
    const reported = errorCodeOf(error)
    return networkFaultOf(error.errors.find((one) => errorCodeOf(one) === reported))
  }
  if (error instanceof NameResolutionError)
    return error.hasNoAddress ? 'no_address' : networkFaultOf(error.cause)
  const code = codeOf(error)
  return code !== undefined && Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined
}
