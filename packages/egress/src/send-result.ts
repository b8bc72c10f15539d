import type { AttemptPhases, FailureFacts } from '@posthorn/webhook'

/** One request. */
export interface SendRequest {
  /** Default: POST. GET has no body. */
  method?: 'GET' | 'POST'
  /** Limited capacity is shared fairly among tenants. */
  tenantId: string
  /** http or https. */
  url: string
  /**
   * Egress sets `host`, `content-length`, `accept-encoding` and similar headers itself and drops the caller's. A function is
   * called when the request is written, and again if it is sent again.
   */
  headers: Record<string, string> | (() => Record<string, string>)
  body?: Uint8Array
  /** Stored bytes of a response's body, at most. Default: 16 KiB. */
  responseBytesMax?: number
  /** For the lookup, the connection, TLS, and the whole response. Waiting for capacity in egress does not count. */
  timeoutMs: number
  /** Maximum wait for capacity, if less than `EgressOptions.waitMsMax`. Default: that option. */
  waitMsMax?: number
  /** For shutdown: `send` rejects with its reason, unless a response has begun. Thousands of requests should not share a signal. */
  signal?: AbortSignal
}

/** What was measured of an attempt. */
export interface Measured {
  /** Without waits inside Posthorn. */
  durationMs: number
  /** Parts of `durationMs`. A reused connection has no lookup, connection and handshake. */
  phases: AttemptPhases
  /** The address of the connection; without one, those that were dialled. For operators only. */
  address: string | undefined
}

export type SendResult =
  | ({
      kind: 'response'
      statusCode: number
      headers: Record<string, string | string[]>
      /** The first `responseBytesMax` bytes as received. Untrusted. */
      body: Buffer
      /** The body is longer than `body`, or the connection closed before its end. */
      bodyTruncated: boolean
    } & Measured)
  | ({
      kind: 'error'
      /** For operators' logs. Never shown to tenants: it may contain internal addresses. */
      detail: string
    } & FailureFacts &
      Measured)
