import { createHmac, createSecretKey } from 'node:crypto'

/**
 * HMAC-SHA256 (RFC 2104, FIPS 180-4) over the concatenation of `parts`. Text, in the key as in the parts, counts
 * as its UTF-8 bytes; bytes are hashed as they are.
 *
 * @returns the 32 bytes of the code; each scheme chooses its own encoding.
 */
export function hmacSha256({
  key,
  parts,
}: {
  key: string | Uint8Array
  parts: readonly (string | Uint8Array)[]
}): Buffer {
  // Given the bytes themselves, `createHmac` takes four times as long.
  const hmac = createHmac('sha256', typeof key === 'string' ? key : createSecretKey(key))
  for (const part of parts) hmac.update(part)
  return hmac.digest()
}
