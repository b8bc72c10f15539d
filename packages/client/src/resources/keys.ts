import type { Api } from '../http/api.ts'
import type { CallOptions, WriteOptions } from '../http/request-options.ts'
import { pathOf } from '../http/request-url.ts'
import type { QueryOf, Schemas } from '../operation-types.ts'

/** The keys of a tenant. */
export class Keys {
  readonly #api: Api
  readonly #path: string

  constructor(api: Api, tenantPath: string) {
    this.#api = api
    this.#path = `${tenantPath}/keys`
  }

  /** Creates a key. It is shown only here. */
  create(key: Schemas['KeyCreate'], options?: WriteOptions): Promise<Schemas['CreatedKey']> {
    return this.#api.post<'createKey'>(this.#path, key, options)
  }

  /** Lists keys, without the keys themselves. */
  list(query?: QueryOf<'listKeys'>) {
    return this.#api.list<'listKeys'>(this.#path, query)
  }

  /** Deletes a key: from then on it is refused. */
  delete(id: string, options?: CallOptions): Promise<void> {
    return this.#api.delete(this.#path + pathOf`/${id}`, options)
  }
}
