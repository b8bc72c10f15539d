import type { DeliveryErrorCode } from '@posthorn/webhook'
import { errors } from 'undici'
import {
  BlockedDestinationError,
  DeadlineError,
  NameResolutionError,
  ResponseTooLargeError,
  UnreachableByProxyError,
} from './egress-errors.ts'

const BY_CODE: Readonly<Record<string, DeliveryErrorCode>> = {
  ECONNREFUSED: 'connection_refused',

  ECONNRESET: 'connection_reset',
  ECONNABORTED: 'connection_reset',
  EPIPE: 'connection_reset',
  UND_ERR_SOCKET: 'connection_reset', // "other side closed"

  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',

  ENOTFOUND: 'dns_failure',
  ENODATA: 'dns_failure',

  EPROTO: 'tls_failure',
  HOSTNAME_MISMATCH: 'tls_failure',
  INVALID_CA: 'tls_failure',
  INVALID_PURPOSE: 'tls_failure',
  PATH_LENGTH_EXCEEDED: 'tls_failure',

  UND_ERR_HEADERS_OVERFLOW: 'response_too_large',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'response_too_large',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'invalid_response',
  ERR_ASSERTION: 'invalid_response', // undici: a status below 100, or an unexpected 101
}

/** Prefixes of codes. Node's tls manual lists OpenSSL's verification codes under "X509 certificate error codes". */
const BY_PREFIX: readonly (readonly [prefix: string, code: DeliveryErrorCode])[] = [
  ['HPE_', 'invalid_response'],
  ['EAI_', 'dns_failure'],
  ['ERR_TLS_', 'tls_failure'],
  ['ERR_SSL_', 'tls_failure'],
  ['CERT_', 'tls_failure'],
  ['CRL_', 'tls_failure'],
  ['DEPTH_ZERO_', 'tls_failure'],
  ['SELF_SIGNED_', 'tls_failure'],
  ['UNABLE_TO_', 'tls_failure'],
  ['ERROR_IN_', 'tls_failure'],
]

/** If several addresses failed differently, the first of these codes that occurred is reported. */
const MOST_TELLING: readonly DeliveryErrorCode[] = [
  'tls_failure',
  'timeout',
  'connection_reset',
  'connection_refused',
]

/** The error code of a failed attempt, decided by classes and codes. Unknown errors are `connection_failed`. */
export function errorCodeOf(error: unknown): DeliveryErrorCode {
  if (error instanceof BlockedDestinationError) return 'blocked_destination'
  if (error instanceof NameResolutionError) return 'dns_failure'
  if (error instanceof DeadlineError) return 'timeout'
  if (error instanceof ResponseTooLargeError) return 'response_too_large'
  if (error instanceof UnreachableByProxyError) return error.errorCode
  // undici 8 leaves the code HPE_… of this error empty.
  if (error instanceof errors.HTTPParserError) return 'invalid_response'
  if (error instanceof AggregateError) return mostTelling(error.errors.map(errorCodeOf))

  const code = codeOf(error)
  if (code === undefined) return 'connection_failed'
  if (Object.hasOwn(BY_CODE, code)) return BY_CODE[code] ?? 'connection_failed'
  return BY_PREFIX.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 'connection_failed'
}

/** The message of a failure with its causes, for operators' logs. It may contain internal addresses. */
export function errorDetailOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = codeOf(error)
  const own = code === undefined ? error.message : `${code}: ${error.message}`
  const parts =
    error instanceof AggregateError ? error.errors : error.cause === undefined ? [] : [error.cause]
  return parts.length === 0 ? own : `${own} (${parts.map(errorDetailOf).join('; ')})`
}

function mostTelling(codes: readonly DeliveryErrorCode[]): DeliveryErrorCode {
  return MOST_TELLING.find((code) => codes.includes(code)) ?? codes[0] ?? 'connection_failed'
}

/** The error's `code`, if it has one. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
