import type { IncomingHttpHeaders } from 'node:http'
import { ProblemError } from '@posthorn/contracts'

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD'])

/** What a browser says about a request. */
export interface BrowserRequest {
  method: string
  headers: IncomingHttpHeaders
}

/**
 * Refuses a request with a cookie that another site may have caused (cross-site request forgery): its browser has to state
 * that a page of this origin makes it. For methods that change something it also needs a header that no form can send, and
 * no page of another origin without permission.
 * @param publicUrl the origin of the API for browsers; the same scheme with the `Host` of the request is its own, too
 * @throws ProblemError `cross_site_request`
 */
export function assertSameOrigin({ method, headers }: BrowserRequest, publicUrl: string): void {
  if (!isSameOrigin(headers, publicUrl)) {
    throw new ProblemError(
      'cross_site_request',
      'A session cookie counts only with "Sec-Fetch-Site: same-origin" or with the Origin of this API. Open the dashboard ' +
        'over https or on this machine, or send a key as "Authorization: Bearer KEY".',
    )
  }
  if (SAFE_METHODS.has(method) || isPresent(headers['x-posthorn-client'])) return
  throw new ProblemError(
    'cross_site_request',
    `A ${method} with a session cookie needs the header "X-Posthorn-Client", such as "X-Posthorn-Client: web".`,
  )
}

/**
 * Refuses a sign-in that a page of another site makes: it would sign its visitors in with a key of its own. Callers that are no
 * browser send no such header.
 * @throws ProblemError `cross_site_request`
 */
export function refuseOtherSites({ headers }: Pick<BrowserRequest, 'headers'>): void {
  const site = headers['sec-fetch-site']
  if (site === undefined || site === 'same-origin' || site === 'none') return
  throw new ProblemError('cross_site_request', 'Only a page of this API may sign in.')
}

function isSameOrigin(headers: IncomingHttpHeaders, publicUrl: string): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  const { origin, host } = headers
  if (origin === undefined) return false
  const { protocol } = new URL(publicUrl)
  return origin === publicUrl || (isPresent(host) && origin === `${protocol}//${host}`)
}

function isPresent(header: string | string[] | undefined): boolean {
  return header !== undefined && header.length > 0
}
