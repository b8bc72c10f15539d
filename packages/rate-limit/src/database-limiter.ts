import { countRequest, type Database } from '@posthorn/database'
import { type IRateLimiterStoreOptions, RateLimiterPostgres } from 'rate-limiter-flexible'

/** What the library reads of its table. */
interface Counted {
  rows: [{ points: number; expire: number }]
}

/**
 * The library's limiter on PostgreSQL, by the clock of the database: the library itself goes by that of the process, and
 * one that is a minute ahead would keep the others out for a minute.
 */
export class DatabaseLimiter extends RateLimiterPostgres {
  readonly #database: Database

  constructor(database: Database, options: Omit<IRateLimiterStoreOptions, 'storeClient'>) {
    super({
      ...options,
      storeClient: database.pool,
      storeType: 'pool',
      keyPrefix: '',
      tableCreated: true,
      clearExpiredByTimeout: false,
    })
    this.#database = database
  }

  /** What every limiter with a store has to have: counts, and says what there is now. */
  async _upsert(key: string, _points: number, windowMs: number): Promise<Counted> {
    const { count, endsInMs } = await countRequest(this.#database, key, windowMs)
    return { rows: [{ points: count, expire: Date.now() + endsInMs }] }
  }
}
