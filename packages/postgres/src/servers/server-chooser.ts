import { setTimeout } from 'node:timers/promises'
import { Client } from 'pg'
import type { ServerList, ServerRequirement } from './server-list.ts'

/** How long a server that comes first in the list may answer after one that comes later. */
const PREFERENCE_MS = 1000

export interface Server {
  host: string
  port: number
}

/** No server of the list is usable. The message has the problem of each; no user and no password. */
export class NoServerError extends Error {
  override readonly name = 'NoServerError'
}

/**
 * Finds the server of a list that meets the requirement, and remembers it until it is reported as lost. All servers are asked
 * at once, so that one that does not answer delays nothing; of several that meet the requirement, the first in the list is used.
 */
export class ServerChooser {
  readonly #list: ServerList
  readonly #timeoutMs: number
  #chosen: Server | undefined
  #choosing: Promise<Server> | undefined

  constructor(list: ServerList, timeoutMs: number) {
    this.#list = list
    this.#timeoutMs = timeoutMs
  }

  /** @throws NoServerError */
  async choose(): Promise<Server> {
    if (this.#chosen !== undefined) return this.#chosen
    this.#choosing ??= this.#ask().finally(() => {
      this.#choosing = undefined
    })
    return this.#choosing
  }

  /** A connection to the server failed or broke: the next one asks all servers again. */
  discard(server: Server): void {
    if (this.#chosen === server) this.#chosen = undefined
  }

  async #ask(): Promise<Server> {
    const { servers, requirement } = this.#list
    const usable = new Map<number, Server>()
    const asked = servers.map(async (url, index) => {
      usable.set(index, await ask(url, requirement, this.#timeoutMs))
      return index
    })
    try {
      const first = await Promise.any(asked)
      await Promise.race([Promise.allSettled(asked.slice(0, first)), setTimeout(PREFERENCE_MS)])
    } catch (error) {
      throw new NoServerError(`no server is usable: ${problemsOf(error).join('; ')}`, { cause: error })
    }
    const best = Math.min(...usable.keys())
    this.#chosen = usable.get(best)
    if (this.#chosen === undefined) throw new NoServerError('no server is usable')
    return this.#chosen
  }
}

/** @throws when the server does not answer, or does not meet the requirement */
async function ask(url: string, requirement: ServerRequirement, timeoutMs: number): Promise<Server> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
    application_name: 'posthorn-choose',
  })
  client.on('error', () => {})
  const { host, port } = client
  try {
    await client.connect()
    await assertMeets(client, requirement)
    return { host, port }
  } catch (cause) {
    throw new Error(`${host}:${port} ${reasonOf(cause)}`, { cause })
  } finally {
    await client.end().catch(() => {})
  }
}

const STATE = `
  SELECT pg_catalog.pg_is_in_recovery() AS "isStandby",
    pg_catalog.current_setting('transaction_read_only') = 'on' AS "isReadOnly"`

/** @throws when the server of a connection does not meet the requirement */
export async function assertMeets(
  client: Pick<Client, 'query'>,
  requirement: ServerRequirement,
): Promise<void> {
  if (requirement === 'any') return
  const { rows } = await client.query<{ isStandby: boolean; isReadOnly: boolean }>(STATE)
  const [state] = rows
  if (state === undefined || state.isStandby) throw new NoServerError('is a standby')
  if (requirement === 'read-write' && state.isReadOnly) throw new NoServerError('is read-only')
}

function problemsOf(error: unknown): string[] {
  const errors: unknown[] = error instanceof AggregateError ? error.errors : [error]
  return errors.map((each) => (each instanceof Error ? each.message : String(each)))
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}
