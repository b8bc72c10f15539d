import { callbackify } from 'node:util'
import { Client } from 'pg'
import { assertMeets, type Server, ServerChooser } from './server-chooser.ts'
import type { ServerList } from './server-list.ts'

type Connected = (error: Error | null, client?: Client) => void

/**
 * The class of clients for a pool, or for a single connection, to the servers of a URL. Of several servers, each connection
 * goes to the one that meets the requirement at that time.
 * @param timeoutMs for the answer of a server
 */
export function clientClassOf(list: ServerList, timeoutMs: number): typeof Client {
  if (list.servers.length === 1 && list.requirement === 'any') return Client
  const chooser = new ServerChooser(list, timeoutMs)

  return class ChoosingClient extends Client {
    override connect(): Promise<Client>
    override connect(callback: Connected): void
    override connect(callback?: Connected): Promise<Client> | undefined {
      if (callback === undefined) return this.#connectToChosen()
      callbackify(() => this.#connectToChosen())(callback)
      return undefined
    }

    async #connectToChosen(): Promise<Client> {
      const server = await chooser.choose()
      // A connection that breaks is often the first sign of a failover.
      this.on('error', () => chooser.discard(server))
      Object.assign(this, server satisfies Server)
      try {
        await super.connect()
        await assertMeets(this, list.requirement)
      } catch (error) {
        chooser.discard(server)
        // The caller does not end a client that has not connected.
        void super.end().catch(() => {})
        throw error
      }
      return this
    }
  }
}
