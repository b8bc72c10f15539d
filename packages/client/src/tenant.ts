import type { Api } from './http/api.ts'
import type { CallOptions } from './http/request-options.ts'
import { pathOf } from './http/request-url.ts'
import type { QueryOf, Schemas } from './operation-types.ts'
import { Attempts } from './resources/attempts.ts'
import { Deliveries } from './resources/deliveries.ts'
import { Endpoints } from './resources/endpoints.ts'
import type { EventTypes } from './resources/event-types.ts'
import { Events } from './resources/events.ts'
import { Jobs } from './resources/jobs.ts'
import { Keys } from './resources/keys.ts'
import { PortalLinks } from './resources/portal-links.ts'
import { Relays } from './resources/relays.ts'
import { Requests } from './resources/requests.ts'
import { Sources } from './resources/sources.ts'
import { type LiveEvent, liveEventsOf } from './streaming/live-events.ts'
import type { StreamOptions } from './streaming/stream.ts'

/** One tenant, and everything that belongs to it. */
export class Tenant {
  /** The tenant's id. */
  readonly id: string
  readonly events: Events
  readonly deliveries: Deliveries
  readonly attempts: Attempts
  readonly endpoints: Endpoints
  readonly sources: Sources
  readonly requests: Requests
  readonly jobs: Jobs
  readonly keys: Keys
  readonly portalLinks: PortalLinks
  readonly relays: Relays
  /** The catalogue of event types, which all tenants share. */
  readonly eventTypes: EventTypes
  readonly #api: Api
  readonly #path: string

  constructor(api: Api, id: string, eventTypes: EventTypes) {
    const path = pathOf`/v1/tenants/${id}`
    this.id = id
    this.events = new Events(api, path)
    this.deliveries = new Deliveries(api, path)
    this.attempts = new Attempts(api, path)
    this.endpoints = new Endpoints(api, path)
    this.sources = new Sources(api, path)
    this.requests = new Requests(api, path)
    this.jobs = new Jobs(api, path)
    this.keys = new Keys(api, path)
    this.portalLinks = new PortalLinks(api, path)
    this.relays = new Relays(api, path)
    this.eventTypes = eventTypes
    this.#api = api
    this.#path = path
  }

  /** Reads the tenant. */
  get(options?: CallOptions): Promise<Schemas['Tenant']> {
    return this.#api.get<'getTenant'>(this.#path, undefined, options)
  }

  /** Counts of events and deliveries over time, and latencies of attempts. */
  stats(query?: QueryOf<'getStats'>, options?: CallOptions): Promise<Schemas['Stats']> {
    return this.#api.get<'getStats'>(`${this.#path}/stats`, query, options)
  }

  /** Lists failures by endpoint and cause. */
  failures(query?: QueryOf<'listFailures'>) {
    return this.#api.list<'listFailures'>(`${this.#path}/failures`, query)
  }

  /** Lists endpoints with deliveries that wait, and why. */
  waiting(query?: QueryOf<'explainWaiting'>) {
    return this.#api.list<'explainWaiting'>(`${this.#path}/waiting`, query)
  }

  /** Lists who changed what. */
  audit(query?: QueryOf<'listAuditEntries'>) {
    return this.#api.list<'listAuditEntries'>(`${this.#path}/audit`, query)
  }

  /** Finds objects by any of their names: id, external id, trace id. */
  search(text: string, options?: CallOptions): Promise<Schemas['SearchResult']> {
    return this.#api.get<'search'>(`${this.#path}/search`, { q: text }, options)
  }

  /**
   * What happens in the tenant, until the signal is aborted: hints to objects that have changed. Connects again whenever the
   * connection ends.
   */
  live(options: StreamOptions = {}): AsyncGenerator<LiveEvent, void> {
    return liveEventsOf(this.#api, `${this.#path}/live`, options)
  }
}
