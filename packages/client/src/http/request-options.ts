/** Options of every call. */
export interface CallOptions {
  /** Aborts the call, and its retries. */
  signal?: AbortSignal | undefined
  /** Overrides the option of the client. */
  retries?: number | undefined
  /** Overrides the option of the client. */
  timeoutMs?: number | undefined
}

/** Options of a call that creates or does something. */
export interface WriteOptions extends CallOptions {
  /**
   * Makes the call safe to repeat for 24 hours, also by another process. Default: a random key for each call, the same in each of
   * its tries. Null: none, for a call whose repetition does no harm.
   */
  idempotencyKey?: string | null | undefined
}

/** Options of {@link Posthorn.request}. */
export interface RequestOptions extends WriteOptions {
  /** Lists are joined with commas, `undefined` is left out. */
  query?: object | undefined
  /** Sent as JSON. Text and bytes are sent unchanged, so that a JSON text keeps all digits of its numbers. */
  body?: unknown
  headers?: Record<string, string> | undefined
}
