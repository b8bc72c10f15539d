import type { Access } from '@posthorn/service'

/** What decides which errors an operation can answer with. */
export interface Circumstances {
  method: string
  url: string
  access: Access
  /** The statuses that the route itself declares. */
  declared: readonly number[]
}

/** What every key may do that belongs to the tenant: there is no key that it would be forbidden to. */
const FOR_EVERY_KEY: readonly Access[] = ['tenant', 'key']
/** Said of every route alike in its code; here of those that can really give it. */
const GENERAL = [400, 401, 403, 404, 413, 415, 422, 429, 500, 503]

/** The error statuses that an operation can answer with, in order. */
export function errorStatuses({ method, url, access, declared }: Circumstances): number[] {
  const own = declared.filter((status) => status >= 400 && !GENERAL.includes(status))
  if (access === 'open') return own
  const statuses = new Set([
    ...own,
    400,
    401,
    429,
    500,
    503,
    ...(FOR_EVERY_KEY.includes(access) ? [] : [403]),
    ...(url.includes('/:') ? [404] : []),
    // A body that comes with a DELETE is read before it is refused.
    ...(method === 'GET' ? [] : [413, 415]),
    ...(method === 'POST' ? [422] : []),
  ])
  return [...statuses].toSorted((one, other) => one - other)
}
