import type { EndpointId, SecretId, SourceId } from '@posthorn/contracts'
import type { Pool } from 'pg'
import { inTransaction, run, type Sql } from '../sql/sql.ts'
import { rowOfHeader } from './endpoint-headers.ts'
import { rowOfSecret } from './sealed-secrets.ts'

/** A key that the process is configured with, able to encrypt and decrypt by itself (packages/secrets). */
export interface ConfiguredKey {
  /** 8 hex digits, which every value that it encrypted carries. */
  id: string
  seal(text: string, boundTo: string): Uint8Array
  /** Throws for what another key encrypted. */
  open(sealed: Uint8Array, boundTo: string): string
}

/** How many values a key is still needed for. */
export interface KeyUse {
  endpointSecrets: number
  sourceSecrets: number
  headers: number
}

/**
 * What is wrong with the configured keys.
 *
 * - `wrong`: none of them opens what is stored.
 * - `incomplete`: the key `keyId` was configured before, is not now, and is still needed.
 */
export type KeyFault = { kind: 'wrong' } | { kind: 'incomplete'; keyId: string; use: KeyUse }

const CHECK = 'posthorn'
/** Newest values of each kind that are tried where no key is registered yet: one that is damaged must not decide. */
const SAMPLE = 30

// Two services that start at once, with different keys, come one after the other.
const LOCK = {
  name: 'lock-encryption-keys',
  text: "SELECT pg_advisory_xact_lock(hashtext('encryption_keys'))",
}

const FIND = {
  name: 'find-encryption-keys',
  text: 'SELECT key_id AS "keyId", sealed_check AS "sealedCheck" FROM encryption_keys',
}

const REGISTER = {
  name: 'register-encryption-key',
  text: `
    INSERT INTO encryption_keys (key_id, sealed_check) VALUES ($1, $2)
    ON CONFLICT (key_id) DO UPDATE SET sealed_check = excluded.sealed_check`,
}

// Behind the version's byte come four of the key's id.
const COUNT_USE = {
  name: 'count-use-of-encryption-key',
  text: `
    SELECT
      (SELECT count(*)::int FROM endpoint_secrets WHERE substr(sealed, 2, 4) = decode($1, 'hex')) AS "endpointSecrets",
      (SELECT count(*)::int FROM source_secrets WHERE substr(sealed, 2, 4) = decode($1, 'hex')) AS "sourceSecrets",
      (SELECT count(*)::int FROM endpoint_headers WHERE substr(sealed, 2, 4) = decode($1, 'hex')) AS headers`,
}

const SAMPLE_SEALED = {
  name: 'sample-sealed-values',
  text: `
    (SELECT endpoint_id AS owner, id AS name, false AS "isHeader", sealed FROM endpoint_secrets ORDER BY id DESC LIMIT $1)
    UNION ALL (SELECT source_id, id, false, sealed FROM source_secrets ORDER BY id DESC LIMIT $1)
    UNION ALL (SELECT endpoint_id, name, true, sealed FROM endpoint_headers ORDER BY endpoint_id DESC LIMIT $1)`,
}

interface SampleRow {
  owner: EndpointId | SourceId
  name: string
  isHeader: boolean
  sealed: Uint8Array
}

/**
 * Holds the configured keys against what is stored, and registers them. Call it before anything is encrypted.
 * @returns what is wrong; nothing was registered then
 */
export async function registerEncryptionKeys(
  pool: Pool,
  keys: readonly ConfiguredKey[],
): Promise<KeyFault | undefined> {
  return inTransaction(pool, async (sql) => {
    await run(sql, LOCK, [])
    const registered = await run<{ keyId: string; sealedCheck: Uint8Array }>(sql, FIND, [])
    const fault =
      registered.length === 0
        ? await faultOfSample(sql, keys)
        : await faultOfRegistered(sql, keys, registered)
    if (fault !== undefined) return fault
    for (const key of keys) await run(sql, REGISTER, [key.id, key.seal(CHECK, boundToKey(key.id))])
    return undefined
  })
}

async function faultOfRegistered(
  sql: Sql,
  keys: readonly ConfiguredKey[],
  registered: readonly { keyId: string; sealedCheck: Uint8Array }[],
): Promise<KeyFault | undefined> {
  const isConfigured = ({ keyId, sealedCheck }: (typeof registered)[number]) =>
    keys.some((key) => key.id === keyId && opens(key, sealedCheck, boundToKey(keyId)))
  if (!registered.some(isConfigured)) return { kind: 'wrong' }
  for (const other of registered) {
    if (isConfigured(other)) continue
    const [use] = await run<KeyUse & Record<string, unknown>>(sql, COUNT_USE, [other.keyId])
    if (use === undefined || use.endpointSecrets + use.sourceSecrets + use.headers === 0) continue
    return { kind: 'incomplete', keyId: other.keyId, use }
  }
  return undefined
}

/** Of a database from before keys were registered. */
async function faultOfSample(sql: Sql, keys: readonly ConfiguredKey[]): Promise<KeyFault | undefined> {
  const rows = await run<SampleRow & Record<string, unknown>>(sql, SAMPLE_SEALED, [SAMPLE])
  if (rows.length === 0) return undefined
  const isOpened = ({ owner, name, isHeader, sealed }: SampleRow) => {
    const boundTo = isHeader ? rowOfHeader(owner as EndpointId, name) : rowOfSecret(owner, name as SecretId)
    return keys.some((key) => opens(key, sealed, boundTo))
  }
  return rows.some(isOpened) ? undefined : { kind: 'wrong' }
}

function boundToKey(keyId: string): string {
  return `encryption-keys/${keyId}`
}

function opens(key: ConfiguredKey, sealed: Uint8Array, boundTo: string): boolean {
  try {
    key.open(sealed, boundTo)
    return true
  } catch {
    return false
  }
}
