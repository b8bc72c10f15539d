import type { Connection } from './connection.ts'

/**
 * The connections that are open, and those of them that no request uses, which the next request to their origin takes: the one used last
 * first, so that what a burst has opened and nobody needs any more closes by itself after the keep-alive time.
 *
 * There is no limit to the connections in use, of an origin or in all: it would be a place to wait, where the requests of one tenant stand
 * in front of another's. Who sends limits the requests in flight, and each needs one connection. Not undici's Pool, which searches
 * all of an origin's connections at each request.
 */
export class ConnectionPool {
  readonly #idleMax: number
  readonly #open = new Set<Connection>()
  /** By origin, each in the order in which they became idle. */
  readonly #idle = new Map<string, Connection[]>()
  /** In the order in which they became idle. */
  readonly #idleInOrder = new Set<Connection>()

  /** @param idleMax of all origins; then those that have been idle longest are closed */
  constructor(idleMax: number) {
    this.#idleMax = idleMax
  }

  /** Connections that no request uses. */
  get idle(): number {
    return this.#idleInOrder.size
  }

  /** Takes an idle connection, if there is one. To be given to `keep` when it is idle again. */
  take(origin: string): Connection | undefined {
    for (;;) {
      const connection = this.#idle.get(origin)?.at(-1)
      if (connection === undefined) return undefined
      this.#removeIdle(connection)
      if (connection.isOpen) return connection
    }
  }

  /** Takes charge of a connection, which is in use. */
  add(connection: Connection): void {
    this.#open.add(connection)
    connection.onEnd(() => {
      this.#open.delete(connection)
      this.#removeIdle(connection)
    })
  }

  /** Takes back a connection that was taken or added. */
  release(connection: Connection): void {
    if (!connection.isOpen || !this.#open.has(connection)) {
      void connection.destroy()
      return
    }
    const ofOrigin = this.#idle.get(connection.origin)
    if (ofOrigin === undefined) this.#idle.set(connection.origin, [connection])
    else ofOrigin.push(connection)
    this.#idleInOrder.add(connection)
    if (this.idle > this.#idleMax) this.#closeIdle(1)
  }

  /** Closes every idle connection. */
  closeIdle(): void {
    this.#closeIdle(this.idle)
  }

  /** Destroys every connection, at once. */
  async destroy(): Promise<void> {
    await Promise.all([...this.#open].map((connection) => connection.destroy()))
  }

  #closeIdle(count: number): void {
    for (const connection of [...this.#idleInOrder].slice(0, count)) {
      this.#removeIdle(connection)
      void connection.destroy()
    }
  }

  #removeIdle(connection: Connection): void {
    if (!this.#idleInOrder.delete(connection)) return
    const ofOrigin = this.#idle.get(connection.origin) ?? []
    ofOrigin.splice(ofOrigin.lastIndexOf(connection), 1)
    if (ofOrigin.length === 0) this.#idle.delete(connection.origin)
  }
}
