import {
  CreatedEndpoint,
  Endpoint,
  EndpointChange,
  EndpointId,
  EndpointQuery,
  NewEndpoint,
  pageOf,
  TenantId,
} from '@posthorn/contracts'
import { changeEndpoint, deleteEndpoint, findEndpoint, listEndpoints } from '@posthorn/database'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../dependencies.ts'
import { assertFound, found, NoContent, PROBLEM_REPLIES } from '../http/replies.ts'
import { assertExactFilter } from '../managing/assert-exact-filter.ts'
import { createEndpoint } from '../managing/create-endpoint.ts'
import { normalizeEndpointUrl } from '../managing/endpoint-url.ts'
import { sealHeaders } from '../managing/seal-headers.ts'
import { newKeyPair } from '../managing/seal-secret.ts'

const Path = z.strictObject({ tenant: TenantId })
const EndpointPath = Path.extend({ id: EndpointId })
const REPLIES = { ...PROBLEM_REPLIES, 409: PROBLEM_REPLIES[400] }

export const endpointRoutes: FastifyPluginAsyncZod<Dependencies> = async (app, dependencies) => {
  const { config, addressRanges, database, secretBox } = dependencies
  const urlOptions = { allowHttp: config.ALLOW_HTTP_ENDPOINTS, addressRanges }

  app.post(
    '/v1/tenants/:tenant/endpoints',
    {
      config: { access: 'manage', audit: 'endpoint.created' },
      schema: {
        operationId: 'createEndpoint',
        tags: ['Endpoints'],
        summary: 'Create an endpoint',
        description: 'Only this reply shows the signing secret.',
        params: Path,
        body: NewEndpoint,
        response: { 201: CreatedEndpoint, ...REPLIES },
      },
    },
    async (request, reply) => {
      const { tenant } = request.params
      assertExactFilter(request.body.filter, request.rawBody)
      return reply.code(201).send(await createEndpoint(dependencies, tenant, request.body, request))
    },
  )

  app.get(
    '/v1/tenants/:tenant/endpoints',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'listEndpoints',
        tags: ['Endpoints'],
        summary: 'List endpoints',
        params: Path,
        querystring: EndpointQuery,
        response: { 200: pageOf(Endpoint), ...PROBLEM_REPLIES },
      },
    },
    async (request) => listEndpoints(database, request.params.tenant, request.query),
  )

  app.get(
    '/v1/tenants/:tenant/endpoints/:id',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'getEndpoint',
        tags: ['Endpoints'],
        summary: 'Read an endpoint',
        params: EndpointPath,
        response: { 200: Endpoint, ...PROBLEM_REPLIES },
      },
    },
    async (request) =>
      found(await findEndpoint(database, request.params.tenant, request.params.id), 'endpoint'),
  )

  app.patch(
    '/v1/tenants/:tenant/endpoints/:id',
    {
      config: { access: 'manage', audit: 'endpoint.updated' },
      schema: {
        operationId: 'changeEndpoint',
        tags: ['Endpoints'],
        summary: 'Change an endpoint',
        description:
          'Omitted fields do not change. A change applies to every event accepted after its reply. ' +
          'When the origin of `url` changes, `headers` that are not sent with the change are removed: their values were ' +
          'for the old origin.',
        params: EndpointPath,
        body: EndpointChange,
        response: { 200: Endpoint, ...REPLIES },
      },
    },
    async (request) => {
      const { headers, ...fields } = request.body
      assertExactFilter(fields.filter, request.rawBody)
      const { url } = fields
      const change = url === undefined ? fields : { ...fields, url: normalizeEndpointUrl(url, urlOptions) }
      const { tenant, id } = request.params
      const rows = {
        keyPairIfNone: fields.signatures?.includes('ed25519') ? newKeyPair(secretBox, id) : undefined,
        headers: headers && sealHeaders(secretBox, id, headers),
      }
      const changed = found(await changeEndpoint(database, tenant, id, change, rows), 'endpoint')
      if (changed.areHeadersDropped) {
        request.alsoChanged = ['headers']
        request.log.info({ tenantId: tenant, endpointId: id }, 'endpoint.headers_dropped')
      }
      return changed.endpoint
    },
  )

  for (const [verb, enabled, description] of [
    ['enable', true, 'Waiting deliveries are sent. To retry failed deliveries, recover the endpoint.'],
    ['disable', false, 'New events create no deliveries, and pending deliveries wait.'],
  ] as const) {
    app.post(
      `/v1/tenants/:tenant/endpoints/:id/${verb}`,
      {
        config: { access: 'manage', audit: `endpoint.${verb}d` },
        schema: {
          operationId: `${verb}Endpoint`,
          tags: ['Endpoints'],
          summary: `${verb === 'enable' ? 'Enable' : 'Disable'} an endpoint`,
          description,
          params: EndpointPath,
          response: { 200: Endpoint, ...PROBLEM_REPLIES },
        },
      },
      async (request) => {
        const { tenant, id } = request.params
        return found(await changeEndpoint(database, tenant, id, { enabled }), 'endpoint').endpoint
      },
    )
  }

  app.delete(
    '/v1/tenants/:tenant/endpoints/:id',
    {
      config: { access: 'manage', audit: 'endpoint.deleted' },
      schema: {
        operationId: 'deleteEndpoint',
        tags: ['Endpoints'],
        summary: 'Delete an endpoint',
        description: 'Cancels its pending deliveries.',
        params: EndpointPath,
        response: { 204: NoContent, ...PROBLEM_REPLIES },
      },
    },
    async (request, reply) => {
      assertFound(await deleteEndpoint(database, request.params.tenant, request.params.id), 'endpoint')
      return reply.code(204).send(null)
    },
  )
}
