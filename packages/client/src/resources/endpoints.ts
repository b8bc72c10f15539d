import type { Api } from '../http/api.ts'
import type { CallOptions, WriteOptions } from '../http/request-options.ts'
import { pathOf } from '../http/request-url.ts'
import type { QueryOf, Schemas } from '../operation-types.ts'

/** The endpoints of a tenant. */
export class Endpoints {
  readonly #api: Api
  readonly #path: string

  constructor(api: Api, tenantPath: string) {
    this.#api = api
    this.#path = `${tenantPath}/endpoints`
  }

  /** Creates an endpoint. Its `secret` is shown only here. */
  create(
    endpoint: Schemas['EndpointCreate'],
    options?: WriteOptions,
  ): Promise<Schemas['EndpointWithSecret']> {
    return this.#api.post<'createEndpoint'>(this.#path, endpoint, options)
  }

  /** Lists endpoints. */
  list(query?: QueryOf<'listEndpoints'>) {
    return this.#api.list<'listEndpoints'>(this.#path, query)
  }

  /** Reads an endpoint. */
  get(id: string, options?: CallOptions): Promise<Schemas['Endpoint']> {
    return this.#api.get<'getEndpoint'>(this.#path + pathOf`/${id}`, undefined, options)
  }

  /** Changes the given fields of an endpoint. */
  update(id: string, change: Schemas['EndpointUpdate'], options?: CallOptions): Promise<Schemas['Endpoint']> {
    return this.#api.patch<'changeEndpoint'>(this.#path + pathOf`/${id}`, change, options)
  }

  /** Deletes an endpoint. */
  delete(id: string, options?: CallOptions): Promise<void> {
    return this.#api.delete(this.#path + pathOf`/${id}`, options)
  }

  /** Lets pending deliveries go on. */
  enable(id: string, options?: WriteOptions): Promise<Schemas['Endpoint']> {
    return this.#api.post<'enableEndpoint'>(this.#path + pathOf`/${id}/enable`, undefined, options)
  }

  /** Stops deliveries: events make none, and pending ones wait. */
  disable(id: string, options?: WriteOptions): Promise<Schemas['Endpoint']> {
    return this.#api.post<'disableEndpoint'>(this.#path + pathOf`/${id}/disable`, undefined, options)
  }

  /** Changes the secret. Both sign until `graceSeconds` have passed. The new one is shown only here. */
  rotateSecret(
    id: string,
    rotation: Schemas['SecretRotation'] = {},
    options?: WriteOptions,
  ): Promise<Schemas['EndpointWithSecret']> {
    return this.#api.post<'rotateSecret'>(this.#path + pathOf`/${id}/rotate-secret`, rotation, options)
  }

  /** Sends a test event to this endpoint only. */
  test(
    id: string,
    test: Schemas['TestEvent'] = {},
    options?: WriteOptions,
  ): Promise<Schemas['SentTestEvent']> {
    return this.#api.post<'testEndpoint'>(this.#path + pathOf`/${id}/test`, test, options)
  }

  /** Reports whether data matches the filter of the endpoint, and which condition failed. */
  testFilter(
    id: string,
    test: Schemas['FilterTest'],
    options?: WriteOptions,
  ): Promise<Schemas['FilterTestResult']> {
    return this.#api.post<'testFilter'>(this.#path + pathOf`/${id}/filter/test`, test, options)
  }

  /** Sends again the deliveries that failed in a time, as a job. */
  recover(id: string, recovery: Schemas['Recovery'], options?: WriteOptions): Promise<Schemas['StartedJob']> {
    return this.#api.post<'recoverEndpoint'>(this.#path + pathOf`/${id}/recover`, recovery, options)
  }

  /** Counts of deliveries by result, and latencies of attempts. */
  stats(
    id: string,
    query?: QueryOf<'getEndpointStats'>,
    options?: CallOptions,
  ): Promise<Schemas['EndpointStats']> {
    return this.#api.get<'getEndpointStats'>(this.#path + pathOf`/${id}/stats`, query, options)
  }
}
