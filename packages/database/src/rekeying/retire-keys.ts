import { LOCK_KEYS } from '../managing/encryption-keys.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { inTransaction, run } from '../sql/sql.ts'
import { SEALED_COLUMNS } from './sealed-columns.ts'

const COUNT_OTHERS = {
  name: 'count-values-of-other-keys',
  text: `SELECT (${SEALED_COLUMNS.map(
    // The id of the key follows the version byte.
    ({ table, column }) =>
      `(SELECT count(*) FROM ${table} WHERE substr(${column}, 2, 4) <> decode($1, 'hex'))`,
  ).join(' + ')})::int AS count`,
}

const DELETE_OTHERS = {
  name: 'delete-other-encryption-keys',
  text: 'DELETE FROM encryption_keys WHERE key_id <> $1 RETURNING key_id AS "keyId"',
}

/**
 * Removes every registered key but the current one, unless a value is still encrypted with another key. Then services start
 * with the current key alone, and not with only a removed one.
 * @param keyId id of the current key, 8 hex digits
 * @returns the ids of the removed keys, or the number of values that are encrypted with other keys
 */
export async function retireKeys(
  database: Database,
  keyId: string,
): Promise<{ kind: 'retired'; keyIds: string[] } | { kind: 'in_use'; values: number }> {
  return inTransaction(poolOf(database), async (sql) => {
    await run(sql, LOCK_KEYS, [])
    const [{ count } = { count: 0 }] = await run<{ count: number }>(sql, COUNT_OTHERS, [keyId])
    if (count > 0) return { kind: 'in_use', values: count }
    const removed = await run<{ keyId: string }>(sql, DELETE_OTHERS, [keyId])
    return { kind: 'retired', keyIds: removed.map((row) => row.keyId) }
  })
}
