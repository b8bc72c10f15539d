import type { Api } from '../http/api.ts'
import type { CallOptions, WriteOptions } from '../http/request-options.ts'
import { pathOf } from '../http/request-url.ts'
import type { QueryOf, Schemas } from '../operation-types.ts'

/** The portal links of a tenant. */
export class PortalLinks {
  readonly #api: Api
  readonly #path: string

  constructor(api: Api, tenantPath: string) {
    this.#api = api
    this.#path = `${tenantPath}/portal-links`
  }

  /** Creates a URL that opens the dashboard of this tenant only. It is shown only here. */
  create(link: Schemas['PortalLinkCreate'], options?: WriteOptions): Promise<Schemas['CreatedPortalLink']> {
    return this.#api.post<'createPortalLink'>(this.#path, link, options)
  }

  /** Lists portal links, without their URLs. */
  list(query?: QueryOf<'listPortalLinks'>) {
    return this.#api.list<'listPortalLinks'>(this.#path, query)
  }

  /** Revokes a portal link. */
  delete(id: string, options?: CallOptions): Promise<void> {
    return this.#api.delete(this.#path + pathOf`/${id}`, options)
  }
}
