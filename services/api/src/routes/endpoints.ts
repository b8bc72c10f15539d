import { randomBytes } from 'node:crypto'
import {
  CreatedEndpoint,
  Endpoint,
  EndpointChange,
  EndpointId,
  NewEndpoint,
  newId,
  PageQuery,
  pageOf,
  TenantId,
} from '@posthorn/contracts'
import {
  changeEndpoint,
  createEndpoint,
  deleteEndpoint,
  findEndpoint,
  listEndpoints,
} from '@posthorn/database'
import { generateSigningSecret } from '@posthorn/webhook'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../dependencies.ts'
import { normalizeEndpointUrl } from '../endpoint-url.ts'
import { found, foundAny, NoContent, PROBLEM_REPLIES } from '../replies.ts'
import { sealHeaders } from '../seal-headers.ts'
import { newKeyPair, sealSecret } from '../seal-secret.ts'

const Path = z.strictObject({ tenant: TenantId })
const EndpointPath = Path.extend({ id: EndpointId })

export const endpointRoutes: FastifyPluginAsyncZod<Dependencies> = async (
  app,
  { config, database, secretBox },
) => {
  const allowHttp = config.ALLOW_HTTP_ENDPOINTS
  const keyPairFor = (id: EndpointId, signatures: NewEndpoint['signatures'] | undefined) =>
    signatures?.includes('ed25519') ? newKeyPair(secretBox, id) : undefined

  app.post(
    '/v1/tenants/:tenant/endpoints',
    {
      config: { access: 'manage', audit: 'endpoint.created' },
      schema: {
        operationId: 'createEndpoint',
        tags: ['Endpoints'],
        summary: 'Create an endpoint',
        description: 'The reply shows the signing secret, this once.',
        params: Path,
        body: NewEndpoint,
        response: { 201: CreatedEndpoint, ...PROBLEM_REPLIES },
      },
    },
    async (request, reply) => {
      const id = newId('endpoint')
      const secret = generateSigningSecret(randomBytes)
      const { headers, ...fields } = request.body
      const keyPair = keyPairFor(id, fields.signatures)
      const endpoint = await createEndpoint(database, request.params.tenant, {
        ...fields,
        id,
        url: normalizeEndpointUrl(fields.url, { allowHttp }),
        headers: sealHeaders(secretBox, id, headers).sealed,
        secrets: [{ ...sealSecret(secretBox, id, secret), kind: 'hmac' }, ...(keyPair ? [keyPair] : [])],
      })
      return reply.code(201).send({ ...endpoint, secret })
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
        querystring: PageQuery,
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
          'What is left out stays as it is. A change counts for the next event that is accepted after its reply.',
        params: EndpointPath,
        body: EndpointChange,
        response: { 200: Endpoint, ...PROBLEM_REPLIES },
      },
    },
    async (request) => {
      const { headers, ...fields } = request.body
      const { url } = fields
      const change = url === undefined ? fields : { ...fields, url: normalizeEndpointUrl(url, { allowHttp }) }
      const { tenant, id } = request.params
      const rows = {
        keyPairIfNone: keyPairFor(id, fields.signatures),
        headers: headers && sealHeaders(secretBox, id, headers),
      }
      return found(await changeEndpoint(database, tenant, id, change, rows), 'endpoint')
    },
  )

  for (const [verb, enabled, description] of [
    [
      'enable',
      true,
      'Pending deliveries that waited go out. Those that had failed before are for recovering.',
    ],
    ['disable', false, 'Matching events make no delivery, and pending deliveries wait.'],
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
        return found(await changeEndpoint(database, tenant, id, { enabled }), 'endpoint')
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
        description: 'Its pending deliveries are cancelled.',
        params: EndpointPath,
        response: { 204: NoContent, ...PROBLEM_REPLIES },
      },
    },
    async (request, reply) => {
      foundAny(await deleteEndpoint(database, request.params.tenant, request.params.id), 'endpoint')
      return reply.code(204).send(null)
    },
  )
}
