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
import type { Database } from '../sql/database.ts'
import { run } from '../sql/sql.ts'

/** Whom a key stands for. */
export interface KeyHolder {
  keyId: KeyId
  tenantId: TenantId
  role: KeyRole
  /** Null for what the configuration says. */
  rateLimitPerSecond: number | null
  /** Null when it does not expire. */
  expiresAt: Date | null
  /** Of the tenant when the key was read (`RulesVersion.tenant`): what changes or deletes a key changes it. */
  rulesVersion: string
}

/** A key that is to be made, with all that its request may leave out. */
export type KeyInput = Pick<NewKey, 'role' | 'description'> &
  Pick<KeyHolder, 'rateLimitPerSecond' | 'expiresAt'>

/**
 * Makes a key. One with the same id gives way to it: the request has made it before, and its answer was lost, and with it the
 * key itself.
 */
export async function createKey(
  { prisma }: Database,
  tenantId: TenantId,
  { id, hash, ...input }: KeyInput & { id: KeyId; hash: Uint8Array<ArrayBuffer> },
): Promise<Key> {
  const { role, description, expiresAt, rateLimitPerSecond } = input
  return prisma.$transaction(async (transaction) => {
    await transaction.apiKey.deleteMany({ where: { id, tenantId } })
    const data = { id, tenantId, role, description, expiresAt, rateLimitPerSecond, hash }
    return toKey(await transaction.apiKey.create({ data }))
  })
}

export async function listKeys(
  { prisma }: Database,
  tenantId: TenantId,
  query: PageQuery,
): Promise<Page<Key>> {
  const rows = await prisma.apiKey.findMany({
    where: { tenantId, id: idsOfPage('key', query) },
    orderBy: { id: 'desc' },
    take: query.limit + 1,
  })
  return toPageById(listOf('key'), rows, { limit: query.limit, toItem: toKey })
}

/** False when the tenant has no such key. */
export async function deleteKey({ prisma }: Database, tenantId: TenantId, id: KeyId): Promise<boolean> {
  const { count } = await prisma.apiKey.deleteMany({ where: { id, tenantId } })
  return count === 1
}

const FIND_HOLDERS = {
  name: 'find-key-holders',
  text: `
    SELECT asked.number, k.* FROM unnest($1::bytea[]) WITH ORDINALITY AS asked (hash, number) CROSS JOIN LATERAL (
      SELECT k.id AS "keyId", k.tenant_id AS "tenantId", k.role, k.rate_limit_per_second AS "rateLimitPerSecond",
        k.expires_at AS "expiresAt", t.rules_version AS "rulesVersion",
      (extract(epoch FROM k.expires_at - now()) * 1000)::float8 AS "expiresInMs"
      FROM api_keys k JOIN tenants t ON t.id = k.tenant_id
      WHERE k.hash = asked.hash AND (k.expires_at IS NULL OR k.expires_at > now()) AND t.deleted_at IS NULL
      LIMIT 1
    ) AS k`,
}

interface FoundHolder extends KeyHolder {
  /** Null when it does not expire. */
  expiresInMs: number | null
}

/**
 * Whose keys these are.
 * @returns of each, in their order, with the time that it has left; undefined for one that is no key, or has expired
 */
export async function findKeyHolders(
  { pool }: Database,
  hashes: readonly Uint8Array[],
): Promise<(FoundHolder | undefined)[]> {
  const rows = await run<FoundHolder & { number: string }>(pool, FIND_HOLDERS, [hashes])
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
