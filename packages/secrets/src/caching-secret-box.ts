import { LruCache } from '@posthorn/batch'
import type { SecretBox } from './secret-box.ts'

/**
 * Caches opened texts, not bytes. An entry is valid only for the same sealed bytes, so a replaced secret is opened again.
 * @param secretsMax size of the cache; the least recently used secret is removed first
 */
export function cachingSecretBox(box: SecretBox, secretsMax: number): SecretBox {
  const opened = new LruCache<{ sealed: Uint8Array; secret: string }>({ itemsMax: secretsMax })
  return {
    seal: (secret, boundTo) => box.seal(secret, boundTo),
    openBytes: (sealed, boundTo) => box.openBytes(sealed, boundTo),
    open(sealed, boundTo) {
      const cached = opened.get(boundTo)
      if (cached !== undefined && Buffer.compare(cached.sealed, sealed) === 0) return cached.secret
      const secret = box.open(sealed, boundTo)
      opened.set(boundTo, { sealed, secret })
      return secret
    },
  }
}
