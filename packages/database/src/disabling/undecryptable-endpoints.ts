import type { EndpointId } from '@posthorn/contracts'
import { setNotifyAt } from '../notifying/notification-columns.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { inTransaction, run } from '../sql/sql.ts'

/** A value of an endpoint that cannot be decrypted, as it was read. `no_secret`: it has no secret. */
export type UndecryptableValue =
  | { kind: 'secret'; id: string; sealed: Uint8Array }
  | { kind: 'header'; name: string; sealed: Uint8Array }
  | { kind: 'no_secret' }

// Lock order of the transaction: the endpoint, its gate, its tenant (trigger, at the end of the statement).
const LOCK = {
  name: 'lock-endpoint-to-disable',
  text: 'SELECT FROM endpoints WHERE id = $1 FOR NO KEY UPDATE',
}

// A separate statement behind the lock, so that it sees the changes of a rotation that held the lock.
const DISABLE = {
  name: 'disable-undecryptable-endpoint',
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
    UPDATE endpoint_gates SET ${setNotifyAt('now()')} WHERE endpoint_id = (SELECT id FROM endpoint) RETURNING endpoint_id`,
}

/**
 * Disables an endpoint with a value that cannot be decrypted, unless the value was replaced meanwhile. If another service is
 * configured with its key, the endpoint stays enabled: this process only lacks the key.
 * @param keyId of the key that encrypted the value, if this process does not have it
 * @returns whether this call disabled the endpoint, which makes a notification pending
 */
export async function disableUndecryptable(
  database: Database,
  id: EndpointId,
  value: UndecryptableValue,
  keyId: string | undefined,
): Promise<boolean> {
  const name = value.kind === 'secret' ? value.id : value.kind === 'header' ? value.name : null
  const sealed = value.kind === 'no_secret' ? null : value.sealed
  return inTransaction(poolOf(database), async (sql) => {
    await run(sql, LOCK, [id])
    return (await run(sql, DISABLE, [id, value.kind, name, sealed, keyId ?? null])).length === 1
  })
}
