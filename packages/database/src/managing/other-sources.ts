import type { SourceId, TenantId } from '@posthorn/contracts'
import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'
import { type SealedSecret, zipSecrets } from './sealed-secrets.ts'
import type { IngestSource } from './sources.ts'

/** Of the tenant, the newest. Bounds what is read for a tenant with many sources of other providers. */
const READ_MAX = 200
const FOUND_MAX = 20

/** A source with what verifies its requests. */
export type KeyedSource = Pick<
  IngestSource,
  'id' | 'tenantId' | 'provider' | 'publicKey' | 'config' | 'secrets'
> & { name: string }

type Row = Omit<KeyedSource, 'secrets'> & {
  secretIds: SealedSecret['id'][]
  sealed: SealedSecret['sealed'][]
}

const FIND = {
  name: 'find-other-sources',
  text: `
    SELECT s.id, s.tenant_id AS "tenantId", s.name, s.provider, s.public_key AS "publicKey", s.config,
      ARRAY(SELECT id FROM source_secrets WHERE source_id = s.id ORDER BY id) AS "secretIds",
      ARRAY(SELECT sealed FROM source_secrets WHERE source_id = s.id ORDER BY id) AS "sealed"
    FROM (
      SELECT * FROM sources WHERE tenant_id = $1 AND deleted_at IS NULL ORDER BY id DESC LIMIT ${READ_MAX}
    ) AS s
    WHERE s.provider = (SELECT provider FROM sources WHERE id = $2) AND s.id <> $2
    ORDER BY s.id DESC LIMIT ${FOUND_MAX}`,
}

/** The newest other sources of a tenant with the provider of this one, at most 20. */
export async function findOtherSources(
  database: Database,
  tenantId: TenantId,
  id: SourceId,
): Promise<KeyedSource[]> {
  const rows = await run<Row>(poolOf(database), FIND, [tenantId, id])
  return rows.map(({ secretIds, sealed, ...source }) => ({
    ...source,
    secrets: zipSecrets(secretIds, sealed),
  }))
}
