/**
 * Who may call a route. Each route declares it; the API does not start with a route without.
 * `open`: anyone; `sign-in`: anyone, with a key or secret in the body; `admin`: the admin key; `key`: any key; `tenant`: any key of the
 * tenant; `manage-access`: as `manage`, but no portal session; the others: a key of the tenant with that role or a greater one, or
 * the admin key.
 */
export type Access =
  | 'open'
  | 'sign-in'
  | 'admin'
  | 'key'
  | 'tenant'
  | 'manage'
  | 'manage-access'
  | 'publish'
  | 'read'

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
    /** Name of the write in the audit log, such as `endpoint.updated`; false for a write that is not in it: publishing. */
    audit?: `${string}.${string}` | false
    /** The member of the body whose items are checked one by one: it becomes a list of their bytes. */
    itemsOf?: string
    /** The member of the body with the data of an event. Other bodies may not be large or have many values. */
    dataIn?: string
  }
}
