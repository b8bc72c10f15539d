import type { EndpointId, SecretId, SourceId } from '@posthorn/contracts'
import { type Database, poolOf } from '../sql/database.ts'
import { inTransaction, run, type Sql } from '../sql/sql.ts'
import { rowOfHeader } from './endpoint-headers.ts'
import { rowOfSecret } from './sealed-secrets.ts'

/** A configured key that encrypts and decrypts (packages/secrets). */
export interface ConfiguredKey {
  /** 8 hex digits, contained in every value that the key encrypted. */
  id: string
  seal(text: string, boundTo: string): Uint8Array
  /** Throws for values of another key. */
  open(sealed: Uint8Array, boundTo: string): string
}

/** Number of values that a key encrypted. */
export interface KeyUse {
  endpointSecrets: number
  sourceSecrets: number
  headers: number
}

/**
 * A problem of the configured keys.
 *
 * - `wrong`: none of them decrypts what is stored.
 * - `incomplete`: the key `keyId` is no longer configured and still needed.
 */
export type KeyFault = { kind: 'wrong' } | { kind: 'incomplete'; keyId: string; use: KeyUse }

const CHECK = 'posthorn'
/** Newest values of each kind to try where no key is registered yet. Several, because one may be damaged. */
const SAMPLE = 30

// Lock order: this advisory lock first. Concurrent starts with different keys run one after the other.
export const LOCK_KEYS = {
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

// The id of the key follows the version byte.
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
 * Checks the configured keys against the stored values and registers them. Call it before anything is encrypted.
 * @returns the problem, if any; then no key was registered
 */
export async function registerEncryptionKeys(
  database: Database,
  keys: readonly ConfiguredKey[],
): Promise<KeyFault | undefined> {
  return inTransaction(poolOf(database), async (sql) => {
    await run(sql, LOCK_KEYS, [])
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

/** For a database from before keys were registered. */
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
