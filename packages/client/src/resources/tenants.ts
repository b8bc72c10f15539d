import type { Api } from '../http/api.ts'
import type { CallOptions } from '../http/request-options.ts'
import { pathOf } from '../http/request-url.ts'
import type { QueryOf, Schemas } from '../operation-types.ts'

const PATH = '/v1/tenants'

/** All tenants, for the admin key. */
export class Tenants {
  readonly #api: Api

  constructor(api: Api) {
    this.#api = api
  }

  /** Lists tenants. */
  list(query?: QueryOf<'listTenants'>) {
    return this.#api.list<'listTenants'>(PATH, query)
  }

  /** Reads a tenant; also with a key of it. */
  get(id: string, options?: CallOptions): Promise<Schemas['Tenant']> {
    return this.#api.get<'getTenant'>(PATH + pathOf`/${id}`, undefined, options)
  }

  /** Creates a tenant, or changes the given fields of an existing one. */
  put(id: string, tenant: Schemas['TenantPut'] = {}, options?: CallOptions): Promise<Schemas['Tenant']> {
    return this.#api.put<'putTenant'>(PATH + pathOf`/${id}`, tenant, options)
  }

  /** Deletes a tenant with all that it owns. */
  delete(id: string, options?: CallOptions): Promise<void> {
    return this.#api.delete(PATH + pathOf`/${id}`, options)
  }
}
