import { Pool } from 'undici'
import { CountingClient, type CountingClientOptions } from './counting-client.ts'
import type { Exchange, ExchangeOutcome } from './exchange.ts'
import { Slots } from './slots.ts'

export interface OriginPoolsOptions {
  client: CountingClientOptions
  connectionsPerOrigin: number
  /** Pools kept for origins that nothing is being sent to. Their connections close by themselves after the keep-alive time. */
  idleOriginsMax: number
}

/** Dispatches one request. */
export type Begin = (dispatcher: Pool | CountingClient) => Exchange

interface LentPool {
  pool: Pool
  slots: Slots
  users: number
}

/**
 * A pool of kept connections for each origin. Not undici's Agent: that one keeps every origin whose connections are still idle, without a
 * bound, and at its `maxOrigins` refuses new origins instead of letting go of the one unused longest.
 *
 * Requests wait here for one of the origin's connections, and not in undici, where a request that was given up would keep its place, its
 * body, and a dial of its own, in front of all later ones.
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

  /**
   * Begins on one of the origin's connections, as soon as there is one.
   *
   * @throws the signal's reason, when it aborts while there is none
   */
  async onKept(origin: string, begin: Begin, signal: AbortSignal): Promise<ExchangeOutcome> {
    const lent = this.#lend(origin)
    try {
      await lent.slots.take(signal)
    } catch (error) {
      this.#giveBack(lent)
      throw error
    }
    const exchange = begin(lent.pool)
    void this.#takeBack(lent, exchange)
    return exchange.outcome
  }

  /** Begins on a connection of its own, outside the pool, destroyed afterwards. */
  async onFresh(origin: string, begin: Begin): Promise<ExchangeOutcome> {
    const client = new CountingClient(origin, this.#options.client)
    try {
      return await begin(client).outcome
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

  #lend(origin: string): LentPool {
    const lent = this.#pools.get(origin) ?? this.#createPool(origin)
    lent.users += 1
    this.#pools.delete(origin)
    this.#pools.set(origin, lent)
    return lent
  }

  async #takeBack(lent: LentPool, exchange: Exchange): Promise<void> {
    await exchange.released
    lent.slots.release()
    this.#giveBack(lent)
  }

  #giveBack(lent: LentPool): void {
    lent.users -= 1
    this.#dropIdle()
  }

  #createPool(origin: string): LentPool {
    const { client, connectionsPerOrigin } = this.#options
    const pool = new Pool(origin, {
      ...client,
      connections: connectionsPerOrigin,
      factory: (url) => new CountingClient(url, client),
    })
    return { pool, slots: new Slots(connectionsPerOrigin), users: 0 }
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
