import { RELAY_WAITING_MAX } from '@posthorn/contracts'
import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'
import { type StatementLimit, withStatementLimit } from '../sql/statement-limit.ts'
import { waitsFor } from './waiting-deliveries.ts'

const COUNTED_MAX = 10_000

const COUNT = {
  name: 'count-waiting-for-listeners',
  text: `
    SELECT count(*)::int AS waiting FROM (
      SELECT FROM endpoints e CROSS JOIN LATERAL (
        SELECT id FROM deliveries WHERE ${waitsFor('e.id')} ORDER BY next_attempt_at LIMIT ${RELAY_WAITING_MAX}
      ) AS d
      WHERE e.transport = 'relay' AND e.deleted_at IS NULL LIMIT ${COUNTED_MAX}
    ) AS counted`,
}

/** Deliveries that wait for the listeners of relays or are in flight to them, at most 10,000. */
export async function countWaitingForListeners(database: Database, limit: StatementLimit): Promise<number> {
  const [row] = await withStatementLimit(poolOf(database), limit, (sql) =>
    run<{ waiting: number }>(sql, COUNT, []),
  )
  return row?.waiting ?? 0
}
