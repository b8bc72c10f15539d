import type { Api } from '../http/api.ts'
import type { CallOptions, WriteOptions } from '../http/request-options.ts'
import { pathOf } from '../http/request-url.ts'
import type { QueryOf, Schemas } from '../operation-types.ts'

/** The events of a tenant. */
export class Events {
  readonly #api: Api
  readonly #path: string

  constructor(api: Api, tenantPath: string) {
    this.#api = api
    this.#path = `${tenantPath}/events`
  }

  /** Publishes an event. It is stored when this returns; with an `id` that was published before, it is a duplicate. */
  publish(event: Schemas['EventCreate'], options?: WriteOptions): Promise<Schemas['PublishedEvent']> {
    return this.#api.post<'publishEvent'>(this.#path, event, options)
  }

  /** Publishes up to 1,000 events in one request. The reply has a result for each, in the same order. */
  publishBatch(
    events: Schemas['EventBatch']['events'],
    options?: WriteOptions,
  ): Promise<Schemas['PublishedBatch']> {
    return this.#api.post<'publishEvents'>(`${this.#path}/batch`, { events }, options)
  }

  /** Lists events, newest first. */
  list(query?: QueryOf<'listEvents'>) {
    return this.#api.list<'listEvents'>(this.#path, query)
  }

  /** Reads an event with its data. */
  get(id: string, options?: CallOptions): Promise<Schemas['Event']> {
    return this.#api.get<'getEvent'>(this.#path + pathOf`/${id}`, undefined, options)
  }

  /** Lists the deliveries of an event. */
  deliveries(id: string, query?: QueryOf<'listDeliveriesOfEvent'>) {
    return this.#api.list<'listDeliveriesOfEvent'>(this.#path + pathOf`/${id}/deliveries`, query)
  }

  /** Lists every endpoint, and why it did or did not get the event. */
  matches(id: string, query?: QueryOf<'listEventMatches'>) {
    return this.#api.list<'listEventMatches'>(this.#path + pathOf`/${id}/matches`, query)
  }

  /** Sends an event again, to all of its endpoints or to some. */
  replay(
    id: string,
    replay: Schemas['Replay'] = {},
    options?: WriteOptions,
  ): Promise<Schemas['ReplayedEvent']> {
    return this.#api.post<'replayEvent'>(this.#path + pathOf`/${id}/replay`, replay, options)
  }

  /** Removes the payload of an event, and the recorded bodies of its attempts. */
  removeContent(id: string, options?: CallOptions): Promise<void> {
    return this.#api.delete(this.#path + pathOf`/${id}/content`, options)
  }

  /** Starts a search in the data of events. Read what it finds with `jobs.hits` or `jobs.streamHits`. */
  search(search: Schemas['EventSearchCreate'], options?: WriteOptions): Promise<Schemas['StartedJob']> {
    return this.#api.post<'searchEvents'>(`${this.#path}/search`, search, options)
  }
}
