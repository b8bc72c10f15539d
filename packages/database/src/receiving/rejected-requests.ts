import type { RequestCause, RequestId } from '@posthorn/contracts'
import { type Database, poolOf } from '../sql/database.ts'
import { deleteStatement, runBatch } from '../sql/delete-batch.ts'
import { run } from '../sql/sql.ts'
import { RECORD_COLUMNS, type RequestRecord } from './request-records.ts'
import { storedCause } from './stored-cause.ts'

const KIB = 1024

/** What is kept of the rejected requests of one source. */
const KEPT_BYTES_MAX = 8 * 1024 * KIB
/** As much as each request counts at least, so at most 1,024 are kept. */
const COUNTED_BYTES_MIN = 8 * KIB
/** A new request takes the room of at most 34 others. */
const DELETED_MAX = 50
const COUNTED_BYTES = `greatest(octet_length($11::bytea), ${COUNTED_BYTES_MIN})`
const KEPT_DAYS = 7
/** Deleted by one statement: some hundred megabytes at most. */
const EXPIRED_MAX = 500

/** What is kept of a rejected request. */
export interface RejectedRecord {
  cause: RequestCause
  /** Why it was rejected, as a sentence. */
  detail: string
  /** Its headers and body, encrypted and bound to {@link rowOfRejectedRequest}. */
  sealed: Uint8Array
  /** Whether the whole body is in it. */
  isWhole: boolean
}

/** The row that the content of a rejected request is bound to. */
export function rowOfRejectedRequest(id: RequestId | string): string {
  return `${id}/content`
}

// Lock order: the tenant, shared; the total of the source; free rejected requests of the source (SKIP LOCKED). The total is
// read again after waiting for its lock, so concurrent requests count one after the other.
const STORE = {
  name: 'store-rejected-request',
  text: `
    WITH source AS (
      SELECT s.id FROM sources s JOIN tenants t ON t.id = s.tenant_id WHERE s.id = $2 AND t.deleted_at IS NULL
      FOR KEY SHARE OF t
    ), request AS (
      INSERT INTO requests (id, source_id, outcome, cause, ${RECORD_COLUMNS})
      SELECT $1, id, 'rejected', $3, $4, $5, $6, $7, $8, $9 FROM source
    ), total AS (
      INSERT INTO rejected_totals AS t (source_id, bytes)
      SELECT id, ${COUNTED_BYTES} FROM source
      ON CONFLICT (source_id) DO UPDATE SET bytes = t.bytes + excluded.bytes
      RETURNING bytes
    ), stored AS (
      INSERT INTO rejected_requests (id, source_id, detail, sealed, is_whole, bytes_before)
      SELECT $1, $2, $10, $11, $12, bytes - ${COUNTED_BYTES} FROM total
    )
    DELETE FROM rejected_requests WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM rejected_requests
      WHERE source_id = $2 AND bytes_before < (SELECT bytes FROM total) - ${KEPT_BYTES_MAX}
      ORDER BY bytes_before LIMIT ${DELETED_MAX} FOR UPDATE SKIP LOCKED))`,
}

/** Records a rejected request with its content, in the room of the source's oldest ones, unless its tenant has been deleted. */
export async function storeRejectedRequest(
  database: Database,
  { id, sourceId, contentType, userAgent, bodyBytes, secret, receivedAt }: RequestRecord,
  { cause, detail, sealed, isWhole }: RejectedRecord,
): Promise<void> {
  const facts = [contentType, userAgent, bodyBytes, secret?.id, secret?.position, receivedAt]
  const request = [id, sourceId, storedCause(cause), ...facts]
  await run(poolOf(database), STORE, [...request, detail, sealed, isWhole])
}

/** SQL: whether a rejected request, by its id, is so old that its content is no longer kept. */
export const isExpiredRejection = (id: string) =>
  `${id} < first_id_at('req', now() - interval '${KEPT_DAYS} days')`

const DELETE_EXPIRED = deleteStatement(
  'delete-rejected-requests',
  'rejected_requests',
  isExpiredRejection('id'),
)

/**
 * Deletes the content of at most `limit` rejected requests that arrived a week ago.
 * @returns whether there may be more
 */
export async function deleteExpiredRejections(database: Database, limit: number): Promise<boolean> {
  return runBatch(poolOf(database), DELETE_EXPIRED, Math.min(limit, EXPIRED_MAX))
}
