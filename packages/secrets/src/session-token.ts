import { randomBytes } from 'node:crypto'

const RANDOM_BYTES = 32
const TOKEN_PREFIX = 'phs_'
const TOKEN = /^phs_[A-Za-z0-9_-]{43}$/

/** A new token of a session: 256 random bits after a prefix that secret scanners recognise. Its hash is that of a key. */
export function generateSessionToken(): string {
  return TOKEN_PREFIX + randomBytes(RANDOM_BYTES).toString('base64url')
}

/** Whether a text has the form of a session token. No key of a tenant has. */
export function isSessionToken(text: string): boolean {
  return TOKEN.test(text)
}
