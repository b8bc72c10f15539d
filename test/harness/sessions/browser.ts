import type { CreatedKey, KeyRole, Session } from '@posthorn/contracts'
import { type ApiClient, apiClient, type Reply } from '../api-client.ts'
import { problem } from '../expected.ts'
import type { RunningPosthorn, Tenant } from '../posthorn.ts'
import { keyOf } from '../tenant-routes.ts'

/** What the dashboard sends with each request, and its browser. */
export const SAME_ORIGIN = { 'sec-fetch-site': 'same-origin', 'x-posthorn-client': 'web' }

/** The reply to the cookie of a session that has ended. */
export const SESSION_ENDED = problem(
  401,
  'session_ended',
  'The session has ended or is unknown: sign in again.',
)

/** A browser that has signed in. */
export interface Browser {
  session: Session
  /** The value of the cookie. */
  token: string
  /** Calls the API as the dashboard does. */
  api: ApiClient
}

/** Signs a browser in with a key. */
export async function signIn(posthorn: RunningPosthorn, key: string): Promise<Browser> {
  const { url } = posthorn.service('api')
  const reply = await apiClient(url, undefined).post<Session>('/v1/sessions', { key })
  if (reply.status !== 201) throw new Error(`POST /v1/sessions: ${reply.status} ${reply.text}`)
  const token = tokenIn(reply)
  return {
    session: reply.body,
    token,
    api: apiClient(url, undefined, { ...SAME_ORIGIN, cookie: `posthorn=${token}` }),
  }
}

/** Signs a browser in with a new key of a tenant. */
export async function signInAs(
  posthorn: RunningPosthorn,
  tenant: Tenant,
  role: KeyRole,
): Promise<Browser & { key: CreatedKey }> {
  const key = await keyOf(posthorn, tenant, role)
  return { ...(await signIn(posthorn, key.key)), key }
}

/** The token in the `Set-Cookie` of a reply. */
export function tokenIn({ headers }: Reply<unknown>): string {
  const token = /^posthorn=(phs_[\w-]{43});/.exec(String(headers['set-cookie']))?.[1]
  if (token === undefined)
    throw new Error(`the reply sets no session cookie: ${String(headers['set-cookie'])}`)
  return token
}
