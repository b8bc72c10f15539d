import { NewPortalSession, PortalSession, ProblemError } from '@posthorn/contracts'
import { findPortalLinkHolder, openPortalLink } from '@posthorn/database'
import { generateSessionToken, hashApiKey } from '@posthorn/secrets'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Dependencies } from '../../dependencies.ts'
import { idOfCreated } from '../../http/id-of-created.ts'
import { PROBLEM_REPLIES } from '../../http/replies.ts'
import { ancestorsOf } from '../../portal/portal-pages.ts'
import { userAgentOf } from '../../sessions/sign-in.ts'

const BODY_BYTES_MAX = 16 * 1024

export interface PortalSessionRoutesOptions extends Pick<Dependencies, 'config' | 'database'> {
  /** Of the admin key (`adminKeyTag`). */
  adminTag: Uint8Array
}

/** `POST /v1/portal-sessions`: the page of a portal opens its link. */
export const portalSessionRoutes: FastifyPluginAsyncZod<PortalSessionRoutesOptions> = async (
  app,
  { config, database, adminTag },
) => {
  app.post(
    '/v1/portal-sessions',
    {
      config: {
        access: 'sign-in',
        audit: 'portal_link.opened',
        repeat:
          'Repeat the request with the same `Idempotency-Key`. Without one, create a new link: one for a single use may have been used.',
        identify: async (request) => {
          const { portalLink: linkId, secret } = request.body as NewPortalSession
          const holder = await findPortalLinkHolder(database, { linkId, secretHash: hashApiKey(secret) })
          if (holder === undefined) throw cannotBeOpened()
          request.changedId = linkId
          return { kind: 'portal', ...holder }
        },
      },
      bodyLimit: BODY_BYTES_MAX,
      schema: {
        operationId: 'createPortalSession',
        tags: ['Portal'],
        summary: 'Open a portal link',
        description:
          'Exchanges the secret of a link for a token, which sees only the tenant of the link. The page of the portal calls it.',
        body: NewPortalSession,
        response: { 201: PortalSession, ...PROBLEM_REPLIES },
      },
    },
    async (request, reply) => {
      // Failures are not limited by address: behind a proxy all users of portals have the same, and no secret can be guessed.
      const { portalLink: linkId, secret } = request.body
      const id = idOfCreated('session', 'session', request)
      const token = generateSessionToken()
      const opened = await openPortalLink(database, {
        linkId,
        secretHash: hashApiKey(secret),
        adminTag,
        sessionId: id,
        sessionHash: hashApiKey(token),
        userAgent: userAgentOf(request.headers['user-agent'] ?? ''),
      })
      if (opened === undefined) throw cannotBeOpened()
      const { tenantId, link, tenantOrigins, expiresAt } = opened
      const { role, actor, theme, next, refreshUrl } = link
      return reply.code(201).send({
        id,
        token,
        portalLinkId: linkId,
        tenantId,
        role,
        actor,
        allowedOrigins: [...ancestorsOf(link.allowedOrigins, tenantOrigins, config.PORTAL_FRAME_ANCESTORS)],
        theme,
        next,
        refreshUrl,
        expiresAt: expiresAt.toISOString(),
      })
    },
  )
}

function cannotBeOpened(): ProblemError {
  return new ProblemError('unauthorized', 'The link is unknown, was used, has expired or was revoked.')
}
