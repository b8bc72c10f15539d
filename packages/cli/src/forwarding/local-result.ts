import type { IncomingHttpHeaders } from 'node:http'
import type { RelayResult } from '@posthorn/contracts'

/** Why there is no reply, as the API takes it. */
type NetworkErrorCode = NonNullable<RelayResult['errorCode']>

/** A request for the local server. */
export interface ForwardedRequest {
  url: URL
  method: string
  headers: Readonly<Record<string, string>>
  body: Uint8Array
  timeoutMs: number
}

/** What the local server replied, or why it did not. */
export type LocalResult = { durationMs: number } & (LocalReply | LocalFailure)

/** A complete reply. */
export interface LocalReply {
  statusCode: number
  headers: IncomingHttpHeaders
  /** The first 16 KiB. */
  body: Buffer
  isTruncated: boolean
}

/** The local server gave no complete reply. */
export interface LocalFailure {
  errorCode: NetworkErrorCode
  errorDetail: string
}

/** Why a request to a local server failed. */
export function failureOf(error: NodeJS.ErrnoException, { isTimeout }: { isTimeout: boolean }): LocalFailure {
  if (isTimeout) return { errorCode: 'timeout', errorDetail: 'The local server did not reply in time.' }
  return {
    errorCode: codeOf(error.code ?? ''),
    errorDetail: `The local server: ${error.message || error.code}`,
  }
}

function codeOf(code: string): NetworkErrorCode {
  if (code === 'ECONNREFUSED') return 'connection_refused'
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'connection_reset'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'dns_failure'
  if (code === 'HPE_HEADER_OVERFLOW') return 'response_too_large'
  if (code.startsWith('HPE_')) return 'invalid_response'
  if (code.startsWith('ERR_TLS') || code.startsWith('ERR_SSL') || /CERT|SIGNATURE/.test(code))
    return 'tls_failure'
  return 'connection_failed'
}
