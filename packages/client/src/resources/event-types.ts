import type { Api } from '../http/api.ts'
import type { CallOptions, WriteOptions } from '../http/request-options.ts'
import { pathOf } from '../http/request-url.ts'
import type { QueryOf, Schemas } from '../operation-types.ts'

const PATH = '/v1/event-types'

/** The catalogue of event types, of all tenants. */
export class EventTypes {
  readonly #api: Api

  constructor(api: Api) {
    this.#api = api
  }

  /** Adds an event type. */
  create(eventType: Schemas['EventTypeCreate'], options?: WriteOptions): Promise<Schemas['EventType']> {
    return this.#api.post<'createEventType'>(PATH, eventType, options)
  }

  /** Lists event types. */
  list(query?: QueryOf<'listEventTypes'>) {
    return this.#api.list<'listEventTypes'>(PATH, query)
  }

  /** Reads an event type. */
  get(name: string, options?: CallOptions): Promise<Schemas['EventType']> {
    return this.#api.get<'getEventType'>(PATH + pathOf`/${name}`, undefined, options)
  }

  /** Creates or replaces an event type. */
  put(
    name: string,
    eventType: Schemas['EventTypePut'],
    options?: CallOptions,
  ): Promise<Schemas['EventType']> {
    return this.#api.put<'putEventType'>(PATH + pathOf`/${name}`, eventType, options)
  }

  /** Deletes an event type. */
  delete(name: string, options?: CallOptions): Promise<void> {
    return this.#api.delete(PATH + pathOf`/${name}`, options)
  }
}
