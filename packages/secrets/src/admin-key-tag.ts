import { scryptSync } from 'node:crypto'

const TAG_BYTES = 16

/**
 * Identifies an admin key in the database, so that its sessions end when the key is replaced. A slow hash, because a person may
 * have chosen the key: the database must not help to guess it. Takes tens of milliseconds: once a process.
 */
export function adminKeyTag(adminKey: string): Uint8Array {
  return Uint8Array.from(scryptSync(adminKey, 'posthorn admin key tag', TAG_BYTES))
}
