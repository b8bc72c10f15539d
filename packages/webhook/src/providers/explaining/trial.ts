import type { FetchText, Headers, ProviderConfig, VerificationKey } from '../provider.ts'
import type { Hint } from './hint.ts'

/** A request with everything that its verification depends on, except for the time. */
export interface TriedRequest {
  headers: Headers
  method: string
  /** The URL of the source, with the query of the request. */
  url: string
  /** The URL that the provider called, if it is known. */
  calledUrl?: string | undefined
  config: ProviderConfig
  body: Buffer
  keys: readonly VerificationKey[]
  now: Date
  fetchText?: FetchText | undefined
}

/** A request without one mistake. If it verifies, the hint is confirmed. */
export interface Trial {
  hint: Omit<Hint, 'confirmed'>
  change: Partial<TriedRequest>
}
