/**
 * Who may call a route. Each route declares it; one without a declaration does not start (services/api).
 * `open`: anyone; `admin`: the admin key; `key`: any key, whosever; `tenant`: any key of the tenant; the others: a key of
 * the tenant with that role or a greater one, or the admin key.
 */
export type Access = 'open' | 'admin' | 'key' | 'tenant' | 'manage' | 'publish' | 'read'

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
    /** What a write is called in the audit log, `endpoint.updated`; false for what is not kept there: publishing. */
    audit?: `${string}.${string}` | false
    /** The member of the body whose items are judged one by one: it is a list of their bytes. */
    itemsOf?: string
    /** The member of the body that is data of an event: only with one a body may be large, or have many values. */
    dataIn?: string
  }
}
