import { queryOptions } from '@tanstack/react-query'
import { dataOf } from '../data/client.ts'
import { sessionRequest } from './session-request.ts'

/** Who uses the dashboard, and what they may do. */
export interface Session {
  role: 'admin' | 'manage' | 'publish' | 'read'
  /** The only tenant that it sees; null for the operator. */
  tenantId: string | null
}

/** The session of this browser, or of this portal. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<Session> => dataOf(sessionRequest<Session>('GET', '/v1/sessions/current')),
  staleTime: Number.POSITIVE_INFINITY,
})

/** Exchanges a key for the cookie of a session. The key is not kept. */
export async function signIn(key: string): Promise<void> {
  await dataOf(sessionRequest('POST', '/v1/sessions', { key }))
}

export async function signOut(): Promise<void> {
  await dataOf(sessionRequest('DELETE', '/v1/sessions/current'))
}

/** Whether a session may change things. */
export function mayManage({ role }: Session): boolean {
  return role === 'admin' || role === 'manage'
}
