import type { Database } from '@posthorn/database'
import { type Posthorn, type PosthornOptions, startPosthorn } from '../posthorn.ts'
import { openDatabase } from './open-database.ts'

/** A Posthorn, and its database as the services use it. `stop` closes and stops both. */
export async function startWithDatabase(
  options: PosthornOptions,
): Promise<{ posthorn: Posthorn; database: Database; stop: () => Promise<void> }> {
  const posthorn = await startPosthorn(options)
  const database = openDatabase(posthorn.database)
  const stop = async () => {
    await database.close()
    await posthorn.stop()
  }
  return { posthorn, database, stop }
}
