import { NewPortalSession, newId, PortalSession, ProblemError } from '@posthorn/contracts'
import { openPortalLink } from '@posthorn/database'
import { generateSessionToken, hashApiKey } from '@posthorn/secrets'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Dependencies } from '../../dependencies.ts'
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
        repeat: 'A link for a single use may have been used: create a new one.',
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
      const id = newId('session')
      const token = generateSessionToken()
      const opened = await openPortalLink(database, {
        linkId,
        secretHash: hashApiKey(secret),
        adminTag,
        sessionId: id,
        sessionHash: hashApiKey(token),
        userAgent: userAgentOf(request.headers['user-agent'] ?? ''),
      })
      if (opened === undefined) {
        throw new ProblemError('unauthorized', 'The link is unknown, was used, has expired or was revoked.')
      }
      const { tenantId, link, tenantOrigins, expiresAt } = opened
      const { role, actor, theme, next, refreshUrl } = link
      // For the audit log.
      request.principal = {
        kind: 'portal',
        portalLinkId: linkId,
        tenantId,
        role,
        actor,
        rateLimitPerSecond: null,
      }
      request.changedId = linkId
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
