import { readFileSync } from 'node:fs'

/** A test vector: one request, and whether it is authentic at the time `now` (unix seconds). */
export type PublishedVector = {
  id: string
  provider: string
  /** The public key for an asymmetric scheme. */
  secret: string
  headers: Record<string, string>
  body: string
  valid: boolean
  now: number
  event_id?: string
  /** The URL that the provider signed. */
  url?: string
}

/** Vectors for Posthorn's providers, published by vendors or derived from published ones; for tests. */
export const publishedVectors: readonly PublishedVector[] = JSON.parse(
  readFileSync(new URL('./published.json', import.meta.url), 'utf8'),
)
