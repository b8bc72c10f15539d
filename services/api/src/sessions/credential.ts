import { ProblemError } from '@posthorn/contracts'
import { hashApiKey, isSessionToken } from '@posthorn/secrets'
import type { FastifyRequest } from 'fastify'
import { assertSameOrigin } from './same-origin.ts'
import type { SessionCookie } from './session-cookie.ts'

/** What a request authenticates with, hashed: a key, the session in its cookie, or the session of a portal. */
export interface Credential {
  kind: 'key' | 'cookie' | 'portal'
  hash: Uint8Array
}

/** Node.js limits the headers of a request, so the key needs no limit of its own. */
const BEARER = /^Bearer +([\x21-\x7e]+)$/i

/**
 * The credential of a request. With an Authorization header its cookie is ignored.
 * @throws ProblemError `unauthorized` without one, `cross_site_request` for a cookie that does not count
 */
export function credentialOf(
  request: Pick<FastifyRequest, 'method' | 'headers'>,
  { cookie, publicUrl }: { cookie: SessionCookie; publicUrl: string },
): Credential {
  const { authorization } = request.headers
  if (authorization !== undefined) return bearerOf(authorization)
  const token = cookie.read(request.headers.cookie)
  if (token === undefined) throw missingKey()
  assertSameOrigin(request, publicUrl)
  return { kind: 'cookie', hash: hashApiKey(token) }
}

function bearerOf(authorization: string): Credential {
  const text = textOf(authorization)
  return { kind: isSessionToken(text) ? 'portal' : 'key', hash: hashApiKey(text) }
}

/**
 * The text of the key in the Authorization header.
 * @throws ProblemError `unauthorized`
 */
export function bearerTextOf({ headers: { authorization } }: Pick<FastifyRequest, 'headers'>): string {
  if (authorization === undefined) throw missingKey()
  return textOf(authorization)
}

function textOf(authorization: string): string {
  const text = BEARER.exec(authorization)?.[1]
  if (text === undefined)
    throw new ProblemError('unauthorized', 'The Authorization header is not "Bearer KEY".')
  return text
}

function missingKey(): ProblemError {
  return new ProblemError('unauthorized', 'Send the key as "Authorization: Bearer KEY".')
}
