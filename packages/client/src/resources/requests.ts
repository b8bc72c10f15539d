import type { Api } from '../http/api.ts'
import type { CallOptions, WriteOptions } from '../http/request-options.ts'
import { pathOf } from '../http/request-url.ts'
import type { QueryOf, Schemas } from '../operation-types.ts'

/** The inbound requests of a tenant. Those of one source: `sources.requests`. */
export class Requests {
  readonly #api: Api
  readonly #tenantPath: string

  constructor(api: Api, tenantPath: string) {
    this.#api = api
    this.#tenantPath = tenantPath
  }

  /** Reads a request with its headers and body, as far as they are kept. */
  get(id: string, options?: CallOptions): Promise<Schemas['InboundRequestDetail']> {
    return this.#api.get<'getRequest'>(this.#tenantPath + pathOf`/requests/${id}`, undefined, options)
  }

  /** Processes a request again: an accepted one is sent again, a rejected one is verified again. */
  reprocess(id: string, options?: WriteOptions): Promise<Schemas['ReprocessedRequest']> {
    return this.#api.post<'reprocessRequest'>(
      this.#tenantPath + pathOf`/requests/${id}/reprocess`,
      undefined,
      options,
    )
  }

  /** Counts rejected requests by source and cause. */
  rejections(query?: QueryOf<'listRejections'>, options?: CallOptions): Promise<Schemas['RejectionPage']> {
    return this.#api.get<'listRejections'>(`${this.#tenantPath}/rejections`, query, options)
  }
}
