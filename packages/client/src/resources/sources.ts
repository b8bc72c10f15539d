import type { Api } from '../http/api.ts'
import type { CallOptions, WriteOptions } from '../http/request-options.ts'
import { pathOf } from '../http/request-url.ts'
import type { QueryOf, Schemas } from '../operation-types.ts'

/** The sources of a tenant. */
export class Sources {
  readonly #api: Api
  readonly #path: string

  constructor(api: Api, tenantPath: string) {
    this.#api = api
    this.#path = `${tenantPath}/sources`
  }

  /** Creates a source. The provider sends its webhooks to its `ingestUrl`. */
  create(source: Schemas['SourceCreate'], options?: WriteOptions): Promise<Schemas['Source']> {
    return this.#api.post<'createSource'>(this.#path, source, options)
  }

  /** Lists sources. */
  list(query?: QueryOf<'listSources'>) {
    return this.#api.list<'listSources'>(this.#path, query)
  }

  /** Reads a source. */
  get(id: string, options?: CallOptions): Promise<Schemas['Source']> {
    return this.#api.get<'getSource'>(this.#path + pathOf`/${id}`, undefined, options)
  }

  /** Changes the given fields of a source. */
  update(id: string, change: Schemas['SourceUpdate'], options?: CallOptions): Promise<Schemas['Source']> {
    return this.#api.patch<'changeSource'>(this.#path + pathOf`/${id}`, change, options)
  }

  /** Deletes a source. */
  delete(id: string, options?: CallOptions): Promise<void> {
    return this.#api.delete(this.#path + pathOf`/${id}`, options)
  }

  /** Reports whether the source would accept a request, and why not. */
  verify(
    id: string,
    request: Schemas['SourceVerify'],
    options?: WriteOptions,
  ): Promise<Schemas['SourceVerification']> {
    return this.#api.post<'verifyRequest'>(this.#path + pathOf`/${id}/verify`, request, options)
  }

  /** Sends a webhook as the provider of the source would, through the ingest service. */
  sendSample(
    id: string,
    sample: Schemas['SourceSample'] = {},
    options?: WriteOptions,
  ): Promise<Schemas['SentSample']> {
    return this.#api.post<'sendSample'>(this.#path + pathOf`/${id}/sample`, sample, options)
  }

  /** Lists the requests to a source, newest first. */
  requests(id: string, query?: QueryOf<'listRequests'>) {
    return this.#api.list<'listRequests'>(this.#path + pathOf`/${id}/requests`, query)
  }
}
