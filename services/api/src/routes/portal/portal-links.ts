import {
  CreatedPortalLink,
  NewPortalLink,
  PageQuery,
  PortalLink,
  PortalLinkId,
  pageOf,
  TenantId,
} from '@posthorn/contracts'
import { createPortalLink, deletePortalLink, listPortalLinks } from '@posthorn/database'
import { generatePortalSecret, hashApiKey } from '@posthorn/secrets'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../../dependencies.ts'
import { idOfCreated } from '../../http/id-of-created.ts'
import { holderOf, makerOf } from '../../http/principal.ts'
import { assertFound, NoContent, PROBLEM_REPLIES } from '../../http/replies.ts'

const Path = z.strictObject({ tenant: TenantId })
const LinkPath = Path.extend({ id: PortalLinkId })
const TAGS = ['Portal']

export interface PortalLinkRoutesOptions extends Pick<Dependencies, 'config' | 'database'> {
  /** Of the admin key (`adminKeyTag`). */
  adminTag: Uint8Array
}

export const portalLinkRoutes: FastifyPluginAsyncZod<PortalLinkRoutesOptions> = async (
  app,
  { config, database, adminTag },
) => {
  app.post(
    '/v1/tenants/:tenant/portal-links',
    {
      config: { access: 'manage-access', audit: 'portal_link.created' },
      schema: {
        operationId: 'createPortalLink',
        tags: TAGS,
        summary: 'Create a portal link',
        description:
          'A URL that opens the dashboard of this tenant only, for a user of yours. Only this reply shows it. Deleting the key that creates it, or its expiry, ends the link and its sessions.',
        params: Path,
        body: NewPortalLink,
        response: { 201: CreatedPortalLink, ...PROBLEM_REPLIES },
      },
    },
    async (request, reply) => {
      const maker = makerOf(request)
      const id = idOfCreated('portalLink', 'portalLink', request)
      const secret = generatePortalSecret()
      const link = await createPortalLink(database, request.params.tenant, {
        ...request.body,
        id,
        secretHash: hashApiKey(secret),
        maker: holderOf(maker),
        adminTag: maker.kind === 'admin' ? adminTag : null,
      })
      return reply.code(201).send({ ...link, url: `${config.PUBLIC_URL}/portal/${id}#t=${secret}` })
    },
  )

  app.get(
    '/v1/tenants/:tenant/portal-links',
    {
      config: { access: 'manage' },
      schema: {
        operationId: 'listPortalLinks',
        tags: TAGS,
        summary: 'List portal links',
        description: 'Those that may be opened, or whose sessions may still last.',
        params: Path,
        querystring: PageQuery,
        response: { 200: pageOf(PortalLink), ...PROBLEM_REPLIES },
      },
    },
    async (request) => {
      const { tenant: tenantId } = request.params
      return listPortalLinks(database, { tenantId, adminTag }, request.query)
    },
  )

  app.delete(
    '/v1/tenants/:tenant/portal-links/:id',
    {
      config: { access: 'manage-access', audit: 'portal_link.revoked' },
      schema: {
        operationId: 'deletePortalLink',
        tags: TAGS,
        summary: 'Revoke a portal link',
        description: 'It cannot be opened, and its sessions are refused from the next request on.',
        params: LinkPath,
        response: { 204: NoContent, ...PROBLEM_REPLIES },
      },
    },
    async (request, reply) => {
      const { tenant, id } = request.params
      assertFound(await deletePortalLink(database, tenant, id), 'portal link')
      return reply.code(204).send(null)
    },
  )
}
