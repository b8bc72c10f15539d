import type { DeliveryErrorCode } from '@posthorn/webhook'

/** One POST. */
export interface SendRequest {
  /** Whose request it is: what is limited is shared by tenant. */
  tenantId: string
  /** http or https. */
  url: string
  /**
   * `host`, `content-length`, `accept-encoding` and the like are set by egress; the caller's are left out. As a function: asked for in the
   * moment in which the request is written, and again if it has to be written once more.
   */
  headers: Record<string, string> | (() => Record<string, string>)
  body: Uint8Array
  /** For looking the name up, the connection, TLS, and the whole response. Time that the request waits in here does not count. */
  timeoutMs: number
  /** How long it may wait in here at the most, if that is less than `EgressOptions.waitMsMax`. Default: no less. */
  waitMsMax?: number
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
