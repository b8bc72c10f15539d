import type { CreatedPortalLink, PortalSession } from '@posthorn/contracts'
import { type ApiClient, apiClient, type Reply } from '../api-client.ts'
import type { RunningPosthorn, Tenant } from '../posthorn.ts'

/** Creates a portal link of a tenant, with the key of `api`. */
export async function createLink(
  api: ApiClient,
  { path }: Tenant,
  fields: object = {},
): Promise<CreatedPortalLink> {
  const reply = await api.post<CreatedPortalLink>(`${path}/portal-links`, { role: 'read', ...fields })
  if (reply.status !== 201) throw new Error(`POST portal-links: ${reply.status} ${reply.text}`)
  return reply.body
}

/** The secret in the URL of a link. */
export function secretIn({ url }: Pick<CreatedPortalLink, 'url'>): string {
  return url.slice(url.indexOf('#t=') + '#t='.length)
}

/** Opens a link as the page of its portal does. */
export function openLink(
  posthorn: RunningPosthorn,
  link: CreatedPortalLink,
  secret = secretIn(link),
): Promise<Reply<PortalSession>> {
  const anonymous = apiClient(posthorn.service('api').url, undefined)
  return anonymous.post<PortalSession>('/v1/portal-sessions', { portalLink: link.id, secret })
}

/** Opens a link, and calls the API as its page does. */
export async function enterPortal(
  posthorn: RunningPosthorn,
  link: CreatedPortalLink,
): Promise<{ session: PortalSession; api: ApiClient }> {
  const { status, text, body: session } = await openLink(posthorn, link)
  if (status !== 201) throw new Error(`POST /v1/portal-sessions: ${status} ${text}`)
  return { session, api: posthorn.api.as(session.token) }
}
