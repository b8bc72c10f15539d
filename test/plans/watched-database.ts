import { EventEmitter } from 'node:events'
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
  const database = openDatabase({ url: url.href }, { poolMax: 1 })
  let plans: Plan[] = []
  const listen = (message: string) => {
    if (message.startsWith('duration: ')) plans.push(planIn(message))
  }
  listeners.add(listen)
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
      listeners.delete(listen)
    },
  }
}

/** Listeners to the notices on all connections of this process: a database hands out none of its own. */
const listeners = new Set<(message: string) => void>()

Client.prototype.emit = function emitToListeners(this: Client, ...args: Parameters<Client['emit']>) {
  const [event, notice] = args as [unknown, { message?: string } | undefined]
  if (event === 'notice') for (const listen of listeners) listen(notice?.message ?? '')
  return EventEmitter.prototype.emit.apply(this, args)
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
