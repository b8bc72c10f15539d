import type { EndpointId } from '@posthorn/contracts'
import type { Database } from '../sql/database.ts'
import { inTransaction, run } from '../sql/sql.ts'

/** What of an endpoint cannot be decrypted: a secret or header as it was read, or that there is no secret at all. */
export type UnreadableValue =
  | { kind: 'secret'; id: string; sealed: Uint8Array }
  | { kind: 'header'; name: string; sealed: Uint8Array }
  | { kind: 'no_secret' }

const LOCK = {
  name: 'lock-endpoint',
  text: 'SELECT FROM endpoints WHERE id = $1 FOR NO KEY UPDATE',
}

// A statement of its own behind the lock: it sees what a rotation has changed that was waited for.
const DISABLE = {
  name: 'disable-unreadable-endpoint',
  text: `
    WITH endpoint AS (
      UPDATE endpoints SET enabled = false, disabled_reason = 'secret_unreadable', updated_at = now()
      WHERE id = $1 AND enabled AND deleted_at IS NULL
        AND NOT EXISTS (SELECT FROM encryption_keys WHERE key_id = $5)
        AND CASE $2::text
          WHEN 'secret' THEN EXISTS (SELECT FROM endpoint_secrets WHERE endpoint_id = $1 AND id = $3 AND sealed = $4)
          WHEN 'header' THEN EXISTS (SELECT FROM endpoint_headers WHERE endpoint_id = $1 AND name = $3 AND sealed = $4)
          ELSE NOT EXISTS (SELECT FROM endpoint_secrets
            WHERE endpoint_id = $1 AND kind = 'hmac' AND (expires_at IS NULL OR expires_at > now()))
        END
      RETURNING id
    )
    UPDATE endpoint_gates SET tell_at = now() WHERE endpoint_id = (SELECT id FROM endpoint) RETURNING endpoint_id`,
}

/**
 * Disables an endpoint of which something cannot be decrypted, unless it has been replaced meanwhile. While its key is one
 * that another service is configured with, nothing is lost: it only has to reach this process.
 * @param keyId of the key that it is encrypted with, where this process does not have it
 * @returns whether the endpoint was disabled now; its tenant is told then
 */
export async function disableUnreadable(
  { pool }: Database,
  id: EndpointId,
  value: UnreadableValue,
  keyId: string | undefined,
): Promise<boolean> {
  const name = value.kind === 'secret' ? value.id : value.kind === 'header' ? value.name : null
  const sealed = value.kind === 'no_secret' ? null : value.sealed
  return inTransaction(pool, async (sql) => {
    await run(sql, LOCK, [id])
    return (await run(sql, DISABLE, [id, value.kind, name, sealed, keyId ?? null])).length === 1
  })
}
