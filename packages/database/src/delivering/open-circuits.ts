import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'
import { type StatementLimit, withStatementLimit } from '../sql/statement-limit.ts'

const ENDPOINTS_MAX = 10_000

// An endpoint with an open circuit has failed since its last success, so the partial index on `failing_since` has it.
const COUNT = {
  name: 'count-open-circuits',
  text: `
    SELECT count(*)::int AS open
    FROM (
      SELECT endpoint_id, circuit_opened_at FROM endpoint_gates
      WHERE failing_since IS NOT NULL ORDER BY failing_since DESC LIMIT ${ENDPOINTS_MAX}
    ) AS failing
    JOIN endpoints e ON e.id = failing.endpoint_id
    WHERE failing.circuit_opened_at IS NOT NULL AND e.enabled AND e.deleted_at IS NULL`,
}

/** Endpoints that are enabled and whose circuit is open, among the 10,000 that began to fail last. */
export async function countOpenCircuits(database: Database, limit: StatementLimit): Promise<number> {
  const [row] = await withStatementLimit(poolOf(database), limit, (sql) =>
    run<{ open: number }>(sql, COUNT, []),
  )
  return row?.open ?? 0
}
