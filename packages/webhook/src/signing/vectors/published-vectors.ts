import { readFileSync } from 'node:fs'

/** A known answer: one request, and whether it is authentic at the time `now` (unix seconds). */
export type PublishedVector = {
  id: string
  provider: string
  /** With an asymmetric scheme the public key. */
  secret: string
  headers: Record<string, string>
  body: string
  valid: boolean
  now: number
  event_id?: string
}

/** The vectors of the providers we have, published by vendors or derived from published ones; for tests. */
export const publishedVectors: readonly PublishedVector[] = JSON.parse(
  readFileSync(new URL('./published.json', import.meta.url), 'utf8'),
)
