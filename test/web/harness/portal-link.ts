import type { CreatedPortalLink } from '@posthorn/contracts'
import type { Posthorn, Tenant } from '../../harness/posthorn.ts'

/** A portal link, with its URL at the address of this API: `PUBLIC_URL` does not know its port. */
export interface PortalLinkAt {
  id: string
  url: string
}

/** Creates a portal link, as the server of a customer does. */
export async function createPortalLink(
  posthorn: Pick<Posthorn, 'api' | 'service'>,
  { path }: Tenant,
  fields: object,
): Promise<PortalLinkAt> {
  const { body, text } = await posthorn.api.post<CreatedPortalLink>(`${path}/portal-links`, {
    role: 'manage',
    ...fields,
  })
  if (body.url === undefined) throw new Error(text)
  const { pathname, hash } = new URL(body.url)
  return { id: body.id, url: `${posthorn.service('api').url}${pathname}${hash}` }
}
