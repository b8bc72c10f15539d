import type { Database } from '@posthorn/database'
import { Client } from 'pg'
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

/** Of a session: each plan is sent to its client as a notice. */
const WATCH = [
  'session_preload_libraries=auto_explain',
  'auto_explain.log_min_duration=0',
  'auto_explain.log_analyze=on',
  'auto_explain.log_buffers=on',
  'auto_explain.log_timing=off',
  'auto_explain.log_format=json',
  'client_min_messages=log',
]

/** Often enough that the connection is not closed as idle: plans made for it stay. */
const PING_MS = 1000
const PING = 'SELECT 1'

export async function openWatched(testDatabase: TestDatabase): Promise<WatchedDatabase> {
  const url = new URL(testDatabase.url)
  url.searchParams.set('options', WATCH.map((setting) => `-c ${setting}`).join(' '))
  const database = openDatabase({ url: url.href }, 1)
  let plans: Plan[] = []
  const endListening = onNotice((message) => {
    if (message.startsWith('duration: ')) plans.push(planIn(message))
  })
  await database.ping()
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
      endListening()
    },
  }
}

/** Listens to the notices on all connections of this process: a database hands out none of its own. Returns how to stop. */
function onNotice(listen: (message: string) => void): () => void {
  const { emit } = Client.prototype
  Client.prototype.emit = function emitAndTell(this: Client, ...args: Parameters<typeof emit>) {
    const [event, notice] = args as [string, { message?: string } | undefined]
    if (event === 'notice') listen(notice?.message ?? '')
    return emit.apply(this, args)
  }
  return () => {
    Client.prototype.emit = emit
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
