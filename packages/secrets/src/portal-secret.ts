import { randomBytes } from 'node:crypto'

const RANDOM_BYTES = 32

/** A new secret of a portal link: 256 random bits after a prefix that secret scanners recognise. Its hash is that of a key. */
export function generatePortalSecret(): string {
  return `pls_${randomBytes(RANDOM_BYTES).toString('base64url')}`
}
