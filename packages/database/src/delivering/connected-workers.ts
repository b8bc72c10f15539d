import { type Database, poolOf } from '../sql/database.ts'
import { run } from '../sql/sql.ts'

/** As services name their connections. */
const WORKER = 'posthorn-worker'

const FIND = {
  name: 'find-connected-worker',
  text: `
    SELECT EXISTS (
      SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1
    ) AS connected`,
}

/**
 * Whether a worker is connected to the database: also one of another Posthorn, in another schema, and for a moment one that has
 * died.
 */
export async function isWorkerConnected(database: Database): Promise<boolean> {
  const [row] = await run<{ connected: boolean }>(poolOf(database), FIND, [WORKER])
  return row?.connected ?? false
}
