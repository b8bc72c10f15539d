import type { Api } from '../http/api.ts'
import type { CallOptions, WriteOptions } from '../http/request-options.ts'
import { pathOf } from '../http/request-url.ts'
import type { QueryOf, Schemas } from '../operation-types.ts'

/** What operators look at, for the admin key. */
export class Operating {
  readonly #api: Api

  constructor(api: Api) {
    this.#api = api
  }

  /** Lists tenants with deliveries that wait, and why. */
  waiting(query?: QueryOf<'listWaiting'>) {
    return this.#api.list<'listWaiting'>('/v1/waiting', query)
  }

  /** The state of the queue. */
  queue(options?: CallOptions): Promise<Schemas['QueueState']> {
    return this.#api.get<'getQueue'>('/v1/queue', undefined, options)
  }

  /** Empties a shard of the queue. Its deliveries are found in their rows. */
  drainShard(shard: number, options?: WriteOptions): Promise<Schemas['DrainedShard']> {
    return this.#api.post<'drainShard'>(pathOf`/v1/queue/shards/${String(shard)}/drain`, undefined, options)
  }

  /** Lists who changed what, of all tenants. */
  audit(query?: QueryOf<'listAllAuditEntries'>) {
    return this.#api.list<'listAllAuditEntries'>('/v1/audit', query)
  }
}
