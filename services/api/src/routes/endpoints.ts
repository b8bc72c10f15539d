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
      config: { access: 'manage' },
      schema: { params: Path, body: NewEndpoint, response: { 201: CreatedEndpoint, ...PROBLEM_REPLIES } },
    },
    async (request, reply) => {
      const id = newId('endpoint')
      const secret = generateSigningSecret(randomBytes)
      const keyPair = keyPairFor(id, request.body.signatures)
      const endpoint = await createEndpoint(database, request.params.tenant, {
        ...request.body,
        id,
        url: normalizeEndpointUrl(request.body.url, { allowHttp }),
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
      schema: { params: EndpointPath, response: { 200: Endpoint, ...PROBLEM_REPLIES } },
    },
    async (request) =>
      found(await findEndpoint(database, request.params.tenant, request.params.id), 'endpoint'),
  )

  app.patch(
    '/v1/tenants/:tenant/endpoints/:id',
    {
      config: { access: 'manage' },
      schema: { params: EndpointPath, body: EndpointChange, response: { 200: Endpoint, ...PROBLEM_REPLIES } },
    },
    async (request) => {
      const { url, signatures } = request.body
      const change = url === undefined ? {} : { url: normalizeEndpointUrl(url, { allowHttp }) }
      const { tenant, id } = request.params
      const keyPair = keyPairFor(id, signatures)
      return found(
        await changeEndpoint(database, tenant, id, { ...request.body, ...change }, keyPair),
        'endpoint',
      )
    },
  )

  for (const [verb, enabled] of [
    ['enable', true],
    ['disable', false],
  ] as const) {
    app.post(
      `/v1/tenants/:tenant/endpoints/:id/${verb}`,
      {
        config: { access: 'manage' },
        schema: { params: EndpointPath, response: { 200: Endpoint, ...PROBLEM_REPLIES } },
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
      config: { access: 'manage' },
      schema: { params: EndpointPath, response: { 204: NoContent, ...PROBLEM_REPLIES } },
    },
    async (request, reply) => {
      foundAny(await deleteEndpoint(database, request.params.tenant, request.params.id), 'endpoint')
      return reply.code(204).send(null)
    },
  )
}
