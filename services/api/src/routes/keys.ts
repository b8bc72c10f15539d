import { CreatedKey, Key, KeyId, NewKey, PageQuery, pageOf, TenantId } from '@posthorn/contracts'
import { createKey, deleteKey, listKeys } from '@posthorn/database'
import { invalidFields } from '@posthorn/runtime'
import { generateApiKey, hashApiKey } from '@posthorn/secrets'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../dependencies.ts'
import { idOfCreated } from '../http/id-of-created.ts'
import { makerOf } from '../http/principal.ts'
import { assertFound, NoContent, PROBLEM_REPLIES } from '../http/replies.ts'
import { keyWithinBounds } from '../managing/key-bounds.ts'

const Path = z.strictObject({ tenant: TenantId })
const KeyPath = Path.extend({ id: KeyId })

export const keyRoutes: FastifyPluginAsyncZod<Dependencies> = async (app, { config, database }) => {
  app.post(
    '/v1/tenants/:tenant/keys',
    {
      config: { access: 'manage-access', audit: 'key.created' },
      schema: {
        operationId: 'createKey',
        tags: ['Keys'],
        summary: 'Create a key',
        description:
          'Only this reply shows the key. A key with a higher rate limit or a later expiry than the creating key is refused ' +
          'with 403. Omitted fields are copied from the creating key.',
        params: Path,
        body: NewKey,
        response: { 201: CreatedKey, ...PROBLEM_REPLIES },
      },
    },
    async (request, reply) => {
      assertInFuture(request.body.expiresAt)
      const maker = makerOf(request)
      const fields = keyWithinBounds(request.body, maker, config.API_RATE_LIMIT_PER_SECOND)
      const key = generateApiKey()
      const id = idOfCreated('key', 'key', request)
      const input = { ...fields, id, hash: Uint8Array.from(hashApiKey(key)) }
      const created = await createKey(database, request.params.tenant, input)
      return reply.code(201).send({ ...created, key })
    },
  )

  app.get(
    '/v1/tenants/:tenant/keys',
    {
      config: { access: 'manage' },
      schema: {
        operationId: 'listKeys',
        tags: ['Keys'],
        summary: 'List keys',
        params: Path,
        querystring: PageQuery,
        response: { 200: pageOf(Key), ...PROBLEM_REPLIES },
      },
    },
    async (request) => listKeys(database, request.params.tenant, request.query),
  )

  app.delete(
    '/v1/tenants/:tenant/keys/:id',
    {
      config: { access: 'manage-access', audit: 'key.deleted' },
      schema: {
        operationId: 'deleteKey',
        tags: ['Keys'],
        summary: 'Delete a key',
        description: 'The key is refused from the next request on.',
        params: KeyPath,
        response: { 204: NoContent, ...PROBLEM_REPLIES },
      },
    },
    async (request, reply) => {
      assertFound(await deleteKey(database, request.params.tenant, request.params.id), 'key')
      return reply.code(204).send(null)
    },
  )
}

/** @throws ProblemError for a key that would be refused at its first use */
function assertInFuture(expiresAt: Date | null | undefined): void {
  if (expiresAt === null || expiresAt === undefined || expiresAt > new Date()) return
  throw invalidFields([{ path: 'expiresAt', message: 'must be in the future' }])
}
