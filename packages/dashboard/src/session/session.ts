import type { components } from '@posthorn/contracts/client-types'
import { queryOptions } from '@tanstack/react-query'
import { api, dataOf } from '../data/client.ts'
import { openPortal } from './open-portal.ts'
import { isPortal, portalLinkId } from './portal.ts'

/** Who uses the dashboard, and what they may do. `tenantId` is the only tenant that they see; null for the operator. */
export type Session = Pick<components['schemas']['Session'], 'role' | 'tenantId'>

/** The session of this browser, or of this portal. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<Session> => {
    const link = portalLinkId()
    if (link !== undefined) await openPortal(link)
    return dataOf(api.GET('/v1/sessions/{id}', { params: { path: { id: 'current' } }, signal }))
  },
  staleTime: Number.POSITIVE_INFINITY,
})

/** Exchanges a key for the cookie of a session. The key is not kept. */
export async function signIn(key: string): Promise<void> {
  await dataOf(api.POST('/v1/sessions', { body: { key } }))
}

export async function signOut(): Promise<void> {
  await dataOf(api.DELETE('/v1/sessions/{id}', { params: { path: { id: 'current' } } }))
}

/** Whether a session may change things. */
export function mayManage({ role }: Session): boolean {
  return role === 'admin' || role === 'manage'
}

/** Whether a session may create and delete keys and portal links: not in a portal. */
export function mayManageAccess(session: Session): boolean {
  return mayManage(session) && !isPortal()
}
