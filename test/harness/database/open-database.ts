import { createDatabase, type Database } from '@posthorn/database'
import type { TestDatabase } from './database.ts'

/** What the services open: to call what they call, without them. */
export function openDatabase({ url }: Pick<TestDatabase, 'url'>, poolMax = 5): Database {
  return createDatabase({
    url,
    poolMax,
    statementMsMax: 60_000,
    applicationName: 'posthorn-test',
    onError: () => {},
  })
}
