import { Meta } from '@posthorn/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import packageJson from '../../../package.json' with { type: 'json' }
import type { Dependencies } from '../../dependencies.ts'
import type { Principal } from '../../http/principal.ts'
import { PROBLEM_REPLIES } from '../../http/replies.ts'

/** `GET /v1/meta`: what a client needs to know first, about this Posthorn and itself. */
export const metaRoutes: FastifyPluginAsyncZod<Pick<Dependencies, 'config'>> = async (app, { config }) => {
  app.get(
    '/v1/meta',
    {
      config: { access: 'key' },
      schema: {
        operationId: 'getMeta',
        tags: ['Sessions'],
        summary: 'Read version, features and the caller',
        response: { 200: Meta, ...PROBLEM_REPLIES },
      },
    },
    async ({ principal }) => {
      if (principal === undefined) throw new Error('the route was reached without a principal')
      return {
        version: packageJson.version,
        retentionDays: config.RETENTION_DAYS,
        features: { httpEndpoints: config.ALLOW_HTTP_ENDPOINTS },
        caller: callerOf(principal),
      }
    },
  )
}

function callerOf(principal: Principal): Meta['caller'] {
  const none = { tenantId: null, keyId: null, portalLinkId: null, actor: null }
  const sessionId = principal.sessionId ?? null
  switch (principal.kind) {
    case 'admin':
      return { ...none, kind: 'operator', role: 'admin', sessionId }
    case 'tenant': {
      const { role, tenantId, keyId } = principal
      return { ...none, kind: 'tenant', role, tenantId, keyId, sessionId }
    }
    case 'portal': {
      const { role, tenantId, portalLinkId, actor } = principal
      return { ...none, kind: 'portal', role, tenantId, portalLinkId, actor, sessionId }
    }
  }
}
