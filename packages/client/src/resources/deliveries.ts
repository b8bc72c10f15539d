import type { Api } from '../http/api.ts'
import type { CallOptions, WriteOptions } from '../http/request-options.ts'
import { pathOf } from '../http/request-url.ts'
import type { QueryOf, ReplyOf, Schemas } from '../operation-types.ts'

/** The deliveries of a tenant. */
export class Deliveries {
  readonly #api: Api
  readonly #path: string

  constructor(api: Api, tenantPath: string) {
    this.#api = api
    this.#path = `${tenantPath}/deliveries`
  }

  /** Lists deliveries, newest first. */
  list(query?: QueryOf<'listDeliveries'>) {
    return this.#api.list<'listDeliveries'>(this.#path, query)
  }

  /** Reads a delivery. */
  get(id: string, options?: CallOptions): Promise<Schemas['Delivery']> {
    return this.#api.get<'getDelivery'>(this.#path + pathOf`/${id}`, undefined, options)
  }

  /** Lists the attempts of a delivery. */
  attempts(id: string, query?: QueryOf<'listAttempts'>) {
    return this.#api.list<'listAttempts'>(this.#path + pathOf`/${id}/attempts`, query)
  }

  /** Makes one more attempt now. */
  retry(id: string, options?: WriteOptions): Promise<Schemas['Delivery']> {
    return this.#api.post<'retryDelivery'>(this.#path + pathOf`/${id}/retry`, undefined, options)
  }

  /** Stops a pending delivery. */
  cancel(id: string, options?: WriteOptions): Promise<Schemas['Delivery']> {
    return this.#api.post<'cancelDelivery'>(this.#path + pathOf`/${id}/cancel`, undefined, options)
  }

  /** Retries or cancels all deliveries that match a filter, as a job; with `dryRun`, counts them. */
  bulk(request: Schemas['BulkRequest'], options?: WriteOptions): Promise<ReplyOf<'bulkDeliveries'>> {
    return this.#api.post<'bulkDeliveries'>(`${this.#path}/bulk`, request, options)
  }
}
