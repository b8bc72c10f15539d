import type { Access } from '@posthorn/runtime'

/** Determines the errors of an operation. */
export interface Circumstances {
  method: string
  url: string
  access: Access
  /** The statuses that the route itself declares. */
  declared: readonly number[]
}

/**
 * Of any request, before its route is known: it is no HTTP, did not arrive in time, expects what is unknown, or has too large
 * headers.
 */
export const UNROUTED_STATUSES = [400, 408, 417, 431]

/** Every route declares these; the document lists them only where they can occur. */
const GENERAL = [400, 401, 403, 404, 413, 415, 422, 429, 500, 503]

/** The error statuses of an operation, in ascending order. */
export function errorStatuses({ method, url, access, declared }: Circumstances): number[] {
  const own = declared.filter((status) => status >= 400 && !GENERAL.includes(status))
  if (access === 'open') return ascending([...own, ...UNROUTED_STATUSES])
  const statuses = new Set([
    ...own,
    ...UNROUTED_STATUSES,
    401,
    // Also for a session cookie that does not count.
    403,
    429,
    500,
    503,
    ...(url.includes('/:') ? [404] : []),
    // The body of a DELETE is read before it is refused.
    ...(method === 'GET' ? [] : [413, 415]),
    ...(method === 'POST' ? [422] : []),
  ])
  return ascending(statuses)
}

function ascending(statuses: Iterable<number>): number[] {
  return [...statuses].toSorted((one, other) => one - other)
}
