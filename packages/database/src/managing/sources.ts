import {
  type NewSource,
  type Page,
  type PageQuery,
  ProblemError,
  type ProviderName,
  type Source,
  type SourceChange,
  type SourceId,
  type TenantId,
} from '@posthorn/contracts'
import { type DedupeBy, type ProviderConfig, providerOf } from '@posthorn/webhook'
import type { Source as SourceRow } from '../generated/client.ts'
import { listOf } from '../sql/cursor.ts'
import { type Database, poolOf, prismaOf } from '../sql/database.ts'
import { pageOfLargeRows } from '../sql/large-rows-page.ts'
import { omitUndefined } from '../sql/omit-undefined.ts'
import { inPrismaTransaction } from '../sql/prisma-transaction.ts'
import { run } from '../sql/sql.ts'
import { type SealedSecret, zipSecrets } from './sealed-secrets.ts'

/** A source as the API shows it, apart from its URL, which depends on the configuration. */
export type StoredSource = Omit<Source, 'ingestUrl'>

type SourceFields = Omit<NewSource, 'secrets' | 'eventTypePrefix'> & { eventTypePrefix: string }

/**
 * @throws a unique violation when the tenant has a source of that name
 * @throws ProblemError `invalid_request` without a secret and a public key
 */
export async function createSource(
  database: Database,
  tenantId: TenantId,
  { secrets, allowCidrs, ...fields }: SourceFields & { id: SourceId; secrets: SealedSecret[] },
): Promise<StoredSource> {
  assertVerifiable({ ...fields, secretCount: secrets.length })
  const row = await prismaOf(database).source.create({
    data: { ...fields, allowCidrs: allowCidrs ?? [], tenantId, secrets: { create: secrets } },
  })
  return toSource(row)
}

export async function findSource(
  database: Database,
  tenantId: TenantId,
  id: SourceId,
): Promise<StoredSource | undefined> {
  const row = await prismaOf(database).source.findFirst({ where: { id, tenantId, deletedAt: null } })
  return row === null ? undefined : toSource(row)
}

export async function listSources(
  database: Database,
  tenantId: TenantId,
  query: PageQuery,
): Promise<Page<StoredSource>> {
  return pageOfLargeRows(listOf('source'), query, {
    read: (position, take) =>
      prismaOf(database).source.findMany({
        where: { tenantId, deletedAt: null, ...(position === undefined ? {} : { id: { lt: position } }) },
        orderBy: { id: 'desc' },
        take,
      }),
    toPosition: (row) => row.id,
    toItem: toSource,
  })
}

/**
 * Changes a source. Given secrets replace all current ones. Lock order: the source, its tenant (trigger), its secrets.
 * @throws ProblemError `invalid_request`, without a change, when neither a secret nor a public key would be left
 */
export async function changeSource(
  database: Database,
  tenantId: TenantId,
  id: SourceId,
  {
    secrets,
    allowCidrs,
    ...change
  }: Omit<SourceChange, 'secrets'> & { secrets?: SealedSecret[] | undefined },
): Promise<StoredSource | undefined> {
  return inPrismaTransaction(database, async (transaction) => {
    const { count } = await transaction.source.updateMany({
      where: { id, tenantId, deletedAt: null },
      // `updatedAt` explicitly: without any field Prisma writes nothing and does not lock the row.
      data: { ...omitUndefined({ ...change, ...storedAllowList(allowCidrs) }), updatedAt: new Date() },
    })
    if (count === 0) return undefined
    if (secrets !== undefined) {
      await transaction.sourceSecret.deleteMany({ where: { sourceId: id } })
      await transaction.sourceSecret.createMany({
        data: secrets.map((secret) => ({ ...secret, sourceId: id })),
      })
    }
    const row = await transaction.source.findUniqueOrThrow({ where: { id } })
    const secretCount = await transaction.sourceSecret.count({ where: { sourceId: id } })
    assertVerifiable({ ...toSource(row), secretCount })
    return toSource(row)
  })
}

/** Null is stored as the empty list, undefined is no change. */
function storedAllowList(allowCidrs: SourceChange['allowCidrs']): { allowCidrs?: string[] } {
  return allowCidrs === undefined ? {} : { allowCidrs: allowCidrs ?? [] }
}

/** A source without either could verify no request, if its provider signs with a key of the source. */
function assertVerifiable({
  provider,
  secretCount,
  publicKey,
}: {
  provider: ProviderName
  secretCount: number
  publicKey: string | null
}): void {
  const { secret: secretForm, publicKey: publicKeyForm } = providerOf(provider)
  if (secretForm === undefined && publicKeyForm === undefined) return
  if (secretCount > 0 || publicKey !== null) return
  const message = 'expected at least one, or a publicKey where the provider signs with a key pair'
  throw new ProblemError('invalid_request', `secrets: ${message}`, { errors: [{ path: 'secrets', message }] })
}

/**
 * Deletes a source with its secrets; its requests and events stay. Lock order: the source, its tenant (trigger), its secrets.
 * @returns false when the tenant has no source with this id
 */
export async function deleteSource(database: Database, tenantId: TenantId, id: SourceId): Promise<boolean> {
  return inPrismaTransaction(database, async (transaction) => {
    const { count } = await transaction.source.updateMany({
      where: { id, tenantId, deletedAt: null },
      data: { deletedAt: new Date(), enabled: false },
    })
    if (count === 0) return false
    await transaction.sourceSecret.deleteMany({ where: { sourceId: id } })
    return true
  })
}

/** What the ingest service needs of a source. */
export interface IngestSource {
  id: SourceId
  tenantId: TenantId
  provider: ProviderName
  eventTypePrefix: string
  toleranceSeconds: number
  dedupeWindowSeconds: number
  dedupeBy: DedupeBy
  rateLimitPerSecond: number | null
  /** Empty for any address. */
  allowCidrs: string[]
  bodyMaxBytes: number | null
  enabled: boolean
  /** Verifies requests beside the secrets, or instead of them. */
  publicKey: string | null
  config: ProviderConfig
  /** In the order in which they were set: their ids are. */
  secrets: SealedSecret[]
  /** Of its tenant when the source was read (`RulesVersion.tenant`). Changing the source renews it. */
  rulesVersion: string
}

const FIND_FOR_INGEST = {
  name: 'find-ingest-source',
  text: `
    SELECT s.id, s.tenant_id AS "tenantId", s.provider, s.event_type_prefix AS "eventTypePrefix", s.enabled,
      s.public_key AS "publicKey", s.config, t.rules_version AS "rulesVersion",
      s.tolerance_seconds AS "toleranceSeconds", s.dedupe_window_seconds AS "dedupeWindowSeconds",
      s.dedupe_by AS "dedupeBy", s.rate_limit_per_second AS "rateLimitPerSecond", s.body_max_bytes AS "bodyMaxBytes",
      coalesce(s.allow_cidrs, '{}') AS "allowCidrs",
      ARRAY(SELECT id FROM source_secrets WHERE source_id = s.id ORDER BY id) AS "secretIds",
      ARRAY(SELECT sealed FROM source_secrets WHERE source_id = s.id ORDER BY id) AS "sealed"
    FROM sources s JOIN tenants t ON t.id = s.tenant_id
    WHERE s.id = $1 AND s.deleted_at IS NULL AND t.deleted_at IS NULL`,
}

type IngestRow = Omit<IngestSource, 'secrets'> & {
  secretIds: SealedSecret['id'][]
  sealed: SealedSecret['sealed'][]
}

/** The source in the URL of an inbound webhook. */
export async function findIngestSource(database: Database, id: string): Promise<IngestSource | undefined> {
  const [row] = await run<IngestRow>(poolOf(database), FIND_FOR_INGEST, [id])
  if (row === undefined) return undefined
  const { secretIds, sealed, ...source } = row
  return { ...source, secrets: zipSecrets(secretIds, sealed) }
}

function toSource(row: SourceRow): StoredSource {
  return {
    id: row.id as SourceId,
    name: row.name,
    provider: row.provider as ProviderName,
    publicKey: row.publicKey,
    config: row.config as Source['config'],
    eventTypePrefix: row.eventTypePrefix,
    toleranceSeconds: row.toleranceSeconds,
    dedupeWindowSeconds: row.dedupeWindowSeconds,
    dedupeBy: row.dedupeBy as DedupeBy,
    rateLimitPerSecond: row.rateLimitPerSecond,
    allowCidrs: row.allowCidrs.length === 0 ? null : row.allowCidrs,
    bodyMaxBytes: row.bodyMaxBytes,
    enabled: row.enabled,
    metadata: row.metadata as Source['metadata'],
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}
