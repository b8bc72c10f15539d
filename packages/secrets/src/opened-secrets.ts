import type { SecretBox } from './secret-box.ts'

/**
 * A box that remembers what it has opened, for those who open the same secrets again and again. What lies in the row
 * decides: one that was replaced is opened anew.
 * @param secretsMax how many are remembered; beyond it those that have been there longest are forgotten
 */
export function rememberingBox(box: SecretBox, secretsMax: number): SecretBox {
  const opened = new Map<string, { sealed: Uint8Array; secret: string }>()
  return {
    seal: (secret, boundTo) => box.seal(secret, boundTo),
    open(sealed, boundTo) {
      const known = opened.get(boundTo)
      if (known !== undefined && Buffer.compare(known.sealed, sealed) === 0) return known.secret
      const secret = box.open(sealed, boundTo)
      opened.delete(boundTo)
      const [oldest] = opened.keys()
      if (opened.size >= secretsMax && oldest !== undefined) opened.delete(oldest)
      opened.set(boundTo, { sealed, secret })
      return secret
    },
  }
}
