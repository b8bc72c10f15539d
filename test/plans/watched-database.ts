import type { Database } from '@posthorn/database'
import type { TestDatabase } from '../harness/database/database.ts'
import { openDatabase } from '../harness/database/open-database.ts'
import type { Plan } from './plan.ts'

/** A database with one connection, on which PostgreSQL logs the plan of each statement. */
export interface WatchedDatabase {
  database: Database
  /** The plans of the statements that `work` runs. */
  plansOf: (work: () => Promise<unknown>) => Promise<Plan[]>
  close: () => Promise<void>
}

const WATCH = `
  LOAD 'auto_explain';
  SET auto_explain.log_min_duration = 0;
  SET auto_explain.log_analyze = on;
  SET auto_explain.log_buffers = on;
  SET auto_explain.log_timing = off;
  SET auto_explain.log_format = json;
  SET client_min_messages = log`

/** Often enough that the pool does not close the connection as idle. */
const PING_MS = 1000
const PING = 'SELECT 1'

/** If the connection is replaced, the next one logs nothing, and the test fails. */
export async function openWatched(testDatabase: TestDatabase): Promise<WatchedDatabase> {
  const database = openDatabase(testDatabase, 1)
  let plans: Plan[] = []
  database.pool.on('connect', (client) => {
    client.on('notice', ({ message = '' }) => {
      if (message.startsWith('duration: ')) plans.push(planIn(message))
    })
  })
  await database.pool.query(WATCH)
  const pinging = setInterval(() => void database.ping(), PING_MS)
  return {
    database,
    async plansOf(work) {
      plans = []
      await work()
      return plans.filter((plan) => plan['Query Text'] !== PING)
    },
    async close() {
      clearInterval(pinging)
      await database.close()
    },
  }
}

/** The plan follows the first line of such a message. */
function planIn(message: string): Plan {
  return JSON.parse(message.slice(message.indexOf('\n')))
}

/** Why plans cannot be watched on this server; undefined when they can. */
export async function whyNotWatched(testDatabase: TestDatabase): Promise<string | undefined> {
  try {
    await testDatabase.query("LOAD 'auto_explain'")
    return undefined
  } catch (error) {
    return `auto_explain cannot be loaded: ${String(error)}`
  }
}
