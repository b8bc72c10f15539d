import type { Api } from '../http/api.ts'
import type { QueryOf } from '../operation-types.ts'

/** The attempts of all deliveries of a tenant. */
export class Attempts {
  readonly #api: Api
  readonly #path: string

  constructor(api: Api, tenantPath: string) {
    this.#api = api
    this.#path = `${tenantPath}/attempts`
  }

  /** Lists attempts, newest first. */
  list(query?: QueryOf<'listTenantAttempts'>) {
    return this.#api.list<'listTenantAttempts'>(this.#path, query)
  }
}
