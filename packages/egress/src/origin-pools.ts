import { Pool } from 'undici'
import { CountingClient, type CountingClientOptions } from './counting-client.ts'

export interface OriginPoolsOptions {
  client: CountingClientOptions
  connectionsPerOrigin: number
  /** Pools kept for origins that nothing is being sent to. Their connections close by themselves after the keep-alive time. */
  idleOriginsMax: number
}

interface LentPool {
  pool: Pool
  users: number
}

/**
 * A pool of kept connections for each origin. Not undici's Agent: that one keeps every origin whose connections are still idle, without a
 * bound, and at its `maxOrigins` refuses new origins instead of letting go of the one unused longest.
 */
export class OriginPools {
  readonly #options: OriginPoolsOptions
  /** Least recently used first. */
  readonly #pools = new Map<string, LentPool>()

  constructor(options: OriginPoolsOptions) {
    this.#options = options
  }

  get origins(): number {
    return this.#pools.size
  }

  /** Lends the origin's pool for as long as `use` runs. */
  async withPool<T>(origin: string, use: (pool: Pool) => Promise<T>): Promise<T> {
    const lent = this.#pools.get(origin) ?? { pool: this.#createPool(origin), users: 0 }
    lent.users += 1
    this.#pools.delete(origin)
    this.#pools.set(origin, lent)
    try {
      return await use(lent.pool)
    } finally {
      lent.users -= 1
      this.#dropIdle()
    }
  }

  /** A client with a connection of its own, outside the pool, destroyed after `use`. */
  async withFreshClient<T>(origin: string, use: (client: CountingClient) => Promise<T>): Promise<T> {
    const client = new CountingClient(origin, this.#options.client)
    try {
      return await use(client)
    } finally {
      await client.destroy()
    }
  }

  /** Destroys every connection, at once. */
  async destroy(): Promise<void> {
    const pools = [...this.#pools.values()]
    this.#pools.clear()
    await Promise.all(pools.map(({ pool }) => pool.destroy()))
  }

  #createPool(origin: string): Pool {
    const { client, connectionsPerOrigin } = this.#options
    return new Pool(origin, {
      ...client,
      connections: connectionsPerOrigin,
      factory: (url) => new CountingClient(url, client),
    })
  }

  #dropIdle(): void {
    const idle = [...this.#pools].filter(([, { users }]) => users === 0)
    for (const [origin, { pool }] of idle.slice(0, Math.max(0, idle.length - this.#options.idleOriginsMax))) {
      this.#pools.delete(origin)
      // Without users there is nothing to wait for but the closing of its idle connections.
      void pool.destroy()
    }
  }
}
