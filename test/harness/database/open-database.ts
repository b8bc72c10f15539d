import { createDatabase, type Database } from '@posthorn/database'
import type { TestDatabase } from './database.ts'

/** The database as services open it, for calls without a service. */
export function openDatabase(
  { url }: Pick<TestDatabase, 'url'>,
  { poolMax = 5, statementMsMax = 60_000 } = {},
): Database {
  return createDatabase({
    url,
    poolMax,
    statementMsMax,
    applicationName: 'posthorn-test',
    onError: () => {},
  })
}
