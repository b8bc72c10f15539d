import {
  SourceId,
  SourceVerification,
  SourceVerify,
  TenantId,
  VERIFICATION_BYTES_MAX,
} from '@posthorn/contracts'
import { findOtherSources } from '@posthorn/database'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../../dependencies.ts'
import { PROBLEM_REPLIES } from '../../http/replies.ts'
import type { Receiving } from '../../managing/sources/receiving.ts'
import { verifyRequest } from '../../managing/sources/verify-request.ts'

const SourcePath = z.strictObject({ tenant: TenantId, id: SourceId })

interface VerificationOptions extends Pick<Dependencies, 'database' | 'secretBox' | 'turns'> {
  receiving: Receiving
}

/** Explains how a source verifies a request. */
export const sourceVerificationRoutes: FastifyPluginAsyncZod<VerificationOptions> = async (app, options) => {
  const { database, secretBox, turns, receiving } = options
  const verifying = {
    ...receiving,
    database,
    secretBox,
    findOtherSources: ({ tenantId, id }: { tenantId: TenantId; id: SourceId }) =>
      findOtherSources(database, tenantId, id),
    pause: (tenantId: string) => turns.next(tenantId),
  }

  app.post(
    '/v1/tenants/:tenant/sources/:id/verify',
    {
      bodyLimit: VERIFICATION_BYTES_MAX,
      config: { access: 'manage', audit: false },
      schema: {
        operationId: 'verifyRequest',
        tags: ['Sources'],
        summary: 'Verify a request',
        description:
          'Reports whether the source would accept a request with these headers and this body, and why not: the signed bytes, the ' +
          'difference of the clocks, the secret that matches, and common mistakes. Nothing is stored or sent. The reply has no ' +
          'secret, and no signature.',
        params: SourcePath,
        body: SourceVerify,
        response: { 200: SourceVerification, ...PROBLEM_REPLIES },
      },
    },
    async (request) => verifyRequest(verifying, request.params, request.body),
  )
}
