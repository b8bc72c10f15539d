import { EndpointId, RotatedEndpoint, SecretRotation, TenantId } from '@posthorn/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../dependencies.ts'
import { PROBLEM_REPLIES } from '../http/replies.ts'
import { rotateSecret } from '../managing/rotate-secret.ts'

const EndpointPath = z.strictObject({ tenant: TenantId, id: EndpointId })

export const endpointSecretRoutes: FastifyPluginAsyncZod<Dependencies> = async (app, dependencies) => {
  app.post(
    '/v1/tenants/:tenant/endpoints/:id/rotate-secret',
    {
      config: { access: 'manage', audit: 'endpoint.secret_rotated' },
      schema: {
        operationId: 'rotateSecret',
        tags: ['Endpoints'],
        summary: 'Rotate the secret of an endpoint',
        description:
          'Old and new secrets sign until the grace period ends. Only this reply shows the new secret.',
        params: EndpointPath,
        body: SecretRotation.nullish(),
        // 200, not 201: no endpoint was created.
        response: { 200: RotatedEndpoint, ...PROBLEM_REPLIES, 409: PROBLEM_REPLIES[400] },
      },
    },
    async (request) => {
      const rotation = request.body ?? SecretRotation.parse({})
      const rotated = await rotateSecret(dependencies, request.params, rotation)
      const { tenant: tenantId, id: endpointId } = request.params
      const { graceSeconds } = rotation
      request.log.info({ tenantId, endpointId, graceSeconds }, 'endpoint.secret_rotated')
      return rotated
    },
  )
}
