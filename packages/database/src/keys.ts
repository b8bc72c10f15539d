import {
  type Key,
  type KeyId,
  type KeyRole,
  type NewKey,
  newId,
  type Page,
  type PageQuery,
  type TenantId,
} from '@posthorn/contracts'
import { idsOfPage, listOf, toPageById } from './cursor.ts'
import type { Database } from './database.ts'
import type { ApiKey as KeyRow } from './generated/client.ts'
import { run } from './sql.ts'

/** Whom a key stands for. */
export interface KeyHolder {
  keyId: KeyId
  tenantId: TenantId
  role: KeyRole
  /** Null for what the configuration says. */
  rateLimitPerSecond: number | null
}

export async function createKey(
  { prisma }: Database,
  tenantId: TenantId,
  { hash, ...input }: NewKey & { hash: Uint8Array<ArrayBuffer> },
): Promise<Key> {
  const { role, description, expiresAt = null, rateLimitPerSecond } = input
  const row = await prisma.apiKey.create({
    data: { id: newId('key'), tenantId, role, description, expiresAt, rateLimitPerSecond, hash },
  })
  return toKey(row)
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

const FIND_HOLDER = {
  name: 'find-key-holder',
  text: `
    SELECT id AS "keyId", tenant_id AS "tenantId", role, rate_limit_per_second AS "rateLimitPerSecond" FROM api_keys
    WHERE hash = $1 AND (expires_at IS NULL OR expires_at > now())`,
}

/** Whose key it is, if it is one and has not expired. */
export async function findKeyHolder({ pool }: Database, hash: Uint8Array): Promise<KeyHolder | undefined> {
  const [holder] = await run<KeyHolder>(pool, FIND_HOLDER, [hash])
  return holder
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
