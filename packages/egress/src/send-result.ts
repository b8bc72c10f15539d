import type { DeliveryErrorCode } from '@posthorn/webhook'

/** One POST. */
export interface SendRequest {
  /** Whose request it is: what is limited is shared by tenant. */
  tenantId: string
  /** http or https. */
  url: string
  /** `host`, `content-length`, `accept-encoding` and the like are set by egress; the caller's are left out. */
  headers: Record<string, string>
  body: Uint8Array
  /** For looking the name up, the connection, TLS, and the whole response. Time that the request waits in here does not count. */
  timeoutMs: number
  /** Shutdown: `send` then rejects with its reason, unless a response has begun. Thousands of requests should not share one. */
  signal?: AbortSignal
}

export type SendResult =
  | {
      kind: 'response'
      statusCode: number
      headers: Record<string, string | string[]>
      /** The first 16 KiB, as they came. Written by a stranger. */
      body: Buffer
      /** The body went on after what is here, or stopped before its end. */
      bodyTruncated: boolean
      durationMs: number
    }
  | {
      kind: 'error'
      errorCode: DeliveryErrorCode
      /** For operators' logs. Never shown to tenants: it may name inner addresses. */
      detail: string
      durationMs: number
    }
