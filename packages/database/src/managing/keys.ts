import {
  type Key,
  type KeyId,
  type KeyRole,
  type NewKey,
  type Page,
  type PageQuery,
  type TenantId,
} from '@posthorn/contracts'
import type { ApiKey as KeyRow } from '../generated/client.ts'
import { idsOfPage, listOf, toPageById } from '../sql/cursor.ts'
import { type Database, poolOf, prismaOf } from '../sql/database.ts'
import { inPrismaTransaction } from '../sql/prisma-transaction.ts'
import { run } from '../sql/sql.ts'

/** The tenant and role that a key authenticates. */
export interface KeyHolder {
  keyId: KeyId
  tenantId: TenantId
  role: KeyRole
  /** Null: the configured rate limit. */
  rateLimitPerSecond: number | null
  /** Null: it does not expire. */
  expiresAt: Date | null
  /** Of the tenant when the key was read (`RulesVersion.tenant`). Changing or deleting a key renews it. */
  rulesVersion: string
}

/** A new key, with the fields that its request may omit. */
export type KeyInput = Pick<NewKey, 'role' | 'description'> &
  Pick<KeyHolder, 'rateLimitPerSecond' | 'expiresAt'>

/**
 * Creates a key and replaces one with the same id: that one was created by the same request, whose answer was lost and with it
 * the key. Lock order: the replaced key, its tenant (trigger), the new key.
 */
export async function createKey(
  database: Database,
  tenantId: TenantId,
  { id, hash, ...input }: KeyInput & { id: KeyId; hash: Uint8Array<ArrayBuffer> },
): Promise<Key> {
  const { role, description, expiresAt, rateLimitPerSecond } = input
  return inPrismaTransaction(database, async (transaction) => {
    await transaction.apiKey.deleteMany({ where: { id, tenantId } })
    const data = { id, tenantId, role, description, expiresAt, rateLimitPerSecond, hash }
    return toKey(await transaction.apiKey.create({ data }))
  })
}

export async function listKeys(database: Database, tenantId: TenantId, query: PageQuery): Promise<Page<Key>> {
  const rows = await prismaOf(database).apiKey.findMany({
    where: { tenantId, id: idsOfPage('key', query) },
    orderBy: { id: 'desc' },
    take: query.limit + 1,
  })
  return toPageById(listOf('key'), rows, { limit: query.limit, toItem: toKey })
}

/** False when the tenant has no key with this id. */
export async function deleteKey(database: Database, tenantId: TenantId, id: KeyId): Promise<boolean> {
  const { count } = await prismaOf(database).apiKey.deleteMany({ where: { id, tenantId } })
  return count === 1
}

const FIND_HOLDERS = {
  name: 'find-key-holders',
  text: `
    SELECT requested.number, k.* FROM unnest($1::bytea[]) WITH ORDINALITY AS requested (hash, number) CROSS JOIN LATERAL (
      SELECT k.id AS "keyId", k.tenant_id AS "tenantId", k.role, k.rate_limit_per_second AS "rateLimitPerSecond",
        k.expires_at AS "expiresAt", t.rules_version AS "rulesVersion",
      (extract(epoch FROM k.expires_at - now()) * 1000)::float8 AS "expiresInMs"
      FROM api_keys k JOIN tenants t ON t.id = k.tenant_id
      WHERE k.hash = requested.hash AND (k.expires_at IS NULL OR k.expires_at > now()) AND t.deleted_at IS NULL
      LIMIT 1
    ) AS k`,
}

interface FoundHolder extends KeyHolder {
  /** Null: it does not expire. */
  expiresInMs: number | null
}

/**
 * Finds keys by their hashes.
 * @returns one for each hash, in their order, with its remaining time; undefined for an unknown or expired key
 */
export async function findKeyHolders(
  database: Database,
  hashes: readonly Uint8Array[],
): Promise<(FoundHolder | undefined)[]> {
  const rows = await run<FoundHolder & { number: string }>(poolOf(database), FIND_HOLDERS, [hashes])
  const holders = new Map(rows.map(({ number, ...holder }) => [Number(number), holder]))
  return hashes.map((_hash, index) => holders.get(index + 1))
}

function toKey(row: KeyRow): Key {
  return {
    id: row.id as KeyId,
    role: row.role,
    description: row.description,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    rateLimitPerSecond: row.rateLimitPerSecond,
    createdAt: row.createdAt.toISOString(),
  }
}
