import type { Connection } from './connection.ts'

/**
 * The open connections, including idle ones for reuse. The next request to an origin takes the most recently used idle
 * connection, so that superfluous connections of a burst close after the keep-alive time.
 *
 * Connections in use have no limit, neither for an origin nor in total: with a limit, requests of one tenant would wait
 * behind those of another. The caller limits the requests in flight, and each needs one connection. Not undici's Pool, which
 * searches all connections of an origin for each request.
 */
export class ConnectionPool {
  readonly #idleMax: number
  readonly #open = new Set<Connection>()
  /** By origin, each in the order in which they became idle. */
  readonly #idle = new Map<string, Connection[]>()
  /** In the order in which they became idle. */
  readonly #idleInOrder = new Set<Connection>()

  /** @param idleMax for all origins together; beyond it the connections that have been idle longest are closed */
  constructor(idleMax: number) {
    this.#idleMax = idleMax
  }

  /** Number of idle connections. */
  get idle(): number {
    return this.#idleInOrder.size
  }

  /** Takes an idle connection, if there is one. Call `release` when it is idle again. */
  take(origin: string): Connection | undefined {
    for (;;) {
      const connection = this.#idle.get(origin)?.at(-1)
      if (connection === undefined) return undefined
      this.#removeIdle(connection)
      if (connection.isOpen) return connection
    }
  }

  /** Adds a new connection, which is in use. */
  add(connection: Connection): void {
    this.#open.add(connection)
    connection.onEnd(() => {
      this.#open.delete(connection)
      this.#removeIdle(connection)
    })
  }

  /** Makes a connection that was taken or added available again. */
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

  /** Destroys every connection. */
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
