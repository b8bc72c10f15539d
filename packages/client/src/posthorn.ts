import { Api } from './http/api.ts'
import type { CallOptions, RequestOptions } from './http/request-options.ts'
import { type Method, Transport } from './http/transport.ts'
import type { Schemas } from './operation-types.ts'
import { EventTypes } from './resources/event-types.ts'
import { Operating } from './resources/operating.ts'
import { Tenants } from './resources/tenants.ts'
import { type PosthornOptions, type Settings, settingsOf } from './settings.ts'
import type { ServerSentEvent } from './streaming/server-sent-events.ts'
import { eventsOf, type StreamOptions } from './streaming/stream.ts'
import { Tenant } from './tenant.ts'

/**
 * A Posthorn, reached with a key.
 *
 * ```ts
 * const posthorn = new Posthorn({ url: 'https://posthorn.example.com', key, tenant: 'acme' })
 * await posthorn.tenant().events.publish({ type: 'order.completed', data: { orderId: 'A-1001' } })
 * ```
 *
 * A call that fails temporarily (408, 429, 502 to 504, connection errors) is repeated. An `Idempotency-Key` makes that safe.
 */
export class Posthorn {
  /** All tenants, for the admin key. */
  readonly tenants: Tenants
  /** The catalogue of event types. */
  readonly eventTypes: EventTypes
  /** What operators look at, for the admin key. */
  readonly operating: Operating
  readonly #settings: Settings
  readonly #api: Api

  /** @throws {TypeError} for an option that cannot be used */
  constructor(options: PosthornOptions) {
    this.#settings = settingsOf(options)
    this.#api = new Api(new Transport(this.#settings))
    this.tenants = new Tenants(this.#api)
    this.eventTypes = new EventTypes(this.#api)
    this.operating = new Operating(this.#api)
  }

  /** One tenant. Default: the `tenant` of the options. */
  tenant(id: string | undefined = this.#settings.tenant): Tenant {
    if (id === undefined) throw new TypeError('tenant: expected the id of a tenant, here or in the options')
    return new Tenant(this.#api, id, this.eventTypes)
  }

  /** The version and features of the API, and what the key may do. */
  meta(options?: CallOptions): Promise<Schemas['Meta']> {
    return this.#api.get<'getMeta'>('/v1/meta', undefined, options)
  }

  /** The catalogue of providers. */
  providers(options?: CallOptions): Promise<Schemas['ProviderPage']> {
    return this.#api.get<'listProviders'>('/v1/providers', undefined, options)
  }

  /**
   * Calls any operation, and returns the JSON of its reply; undefined for a reply without a body.
   *
   * @param path such as `/v1/tenants/acme/events`.
   * @throws {PosthornError}; the reason of the signal when it is aborted.
   */
  request<Reply = unknown>(method: Method, path: string, options: RequestOptions = {}): Promise<Reply> {
    return this.#api.json<Reply>(method, path, options)
  }

  /** As {@link request}, with the reply as text: a JSON text has all digits of its numbers. */
  requestText(method: Method, path: string, options: RequestOptions = {}): Promise<string> {
    return this.#api.text(method, path, options)
  }

  /**
   * The server-sent events of one connection, until it ends or the signal is aborted.
   *
   * @throws {PosthornError} when the API refuses, the connection breaks, or nothing arrives for `idleTimeoutMs`; the reason of the
   *   signal when it is aborted.
   */
  stream(path: string, options: StreamOptions = {}): AsyncGenerator<ServerSentEvent, void> {
    return eventsOf(this.#api, path, options)
  }
}
