import type { Api } from '../http/api.ts'
import type { CallOptions, WriteOptions } from '../http/request-options.ts'
import { pathOf } from '../http/request-url.ts'
import type { QueryOf, Schemas } from '../operation-types.ts'
import type { ServerSentEvent } from '../streaming/server-sent-events.ts'
import { eventsOf, type StreamOptions } from '../streaming/stream.ts'

/** With a key, the API would keep each of many replies for a day. */
const WITHOUT_KEY = { idempotencyKey: null } as const

/** The relays of a tenant: endpoints whose deliveries a listener fetches (docs/relay.md). */
export class Relays {
  readonly #api: Api
  readonly #path: string

  constructor(api: Api, tenantPath: string) {
    this.#api = api
    this.#path = `${tenantPath}/relays`
  }

  /** Creates a relay, or finds the one with this name. The `secret` of a new one is shown only here. */
  create(relay: Schemas['RelayCreate'], options?: WriteOptions): Promise<Schemas['RelayWithSecret']> {
    return this.#api.post<'createRelay'>(this.#path, relay, options)
  }

  /** All relays, with their connected listeners and what waits for them. */
  all(options?: CallOptions): Promise<Schemas['RelayList']> {
    return this.#api.get<'listRelays'>(this.#path, undefined, options)
  }

  /** Connects a listener: the events of one connection, until it ends or the signal is aborted. */
  stream(
    id: string,
    query: QueryOf<'streamRelay'>,
    options: Omit<StreamOptions, 'query'> = {},
  ): AsyncGenerator<ServerSentEvent, void> {
    return eventsOf(this.#api, this.#path + pathOf`/${id}/stream`, { ...options, query })
  }

  /** As {@link stream}, for networks that buffer streams: what has arrived after up to 25 seconds. */
  poll(id: string, poll: Schemas['RelayPoll'], options?: CallOptions): Promise<Schemas['RelayPolled']> {
    return this.#api.post<'pollRelay'>(this.#path + pathOf`/${id}/poll`, poll, { ...options, ...WITHOUT_KEY })
  }

  /** Returns the results of up to 25 deliveries. Repeating a call is safe: what was recorded is ignored. */
  returnResults(
    id: string,
    results: Schemas['RelayResults'],
    options?: CallOptions,
  ): Promise<Schemas['RelayResultCounts']> {
    const path = this.#path + pathOf`/${id}/results`
    return this.#api.post<'returnRelayResults'>(path, results, { ...options, ...WITHOUT_KEY })
  }
}
