import {
  ingestUrlOf,
  NewSource,
  PageQuery,
  ProblemError,
  pageOf,
  Source,
  SourceChange,
  SourceId,
  TenantId,
} from '@posthorn/contracts'
import {
  changeSource,
  createSource,
  deleteSource,
  findSource,
  isUniqueViolation,
  listSources,
  type StoredSource,
} from '@posthorn/database'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../../dependencies.ts'
import { idOfCreated } from '../../http/id-of-created.ts'
import { assertFound, found, NoContent, PROBLEM_REPLIES } from '../../http/replies.ts'
import { sealSecrets } from '../../managing/seal-secret.ts'
import { assertBodyMax } from '../../managing/sources/assert-body-max.ts'
import { assertPublicKey, assertSecrets } from '../../managing/sources/assert-source-keys.ts'
import { parseSourceConfig } from '../../managing/sources/parse-source-config.ts'

const Path = z.strictObject({ tenant: TenantId })
const SourcePath = Path.extend({ id: SourceId })
const REPLIES = { ...PROBLEM_REPLIES, 409: PROBLEM_REPLIES[400] }

export const sourceRoutes: FastifyPluginAsyncZod<Dependencies> = async (
  app,
  { config: settings, database, secretBox },
) => {
  const show = (source: StoredSource): Source => ({
    ...source,
    ingestUrl: ingestUrlOf(settings.PUBLIC_INGEST_URL, source.id),
  })
  const seal = (
    { id: owner, provider, config }: Pick<StoredSource, 'id' | 'provider' | 'config'>,
    secrets: readonly string[],
  ) => {
    assertSecrets(provider, secrets, config)
    return sealSecrets(secretBox, owner, secrets)
  }

  app.post(
    '/v1/tenants/:tenant/sources',
    {
      config: { access: 'manage', audit: 'source.created' },
      schema: {
        operationId: 'createSource',
        tags: ['Sources'],
        summary: 'Create a source',
        params: Path,
        body: NewSource,
        response: { 201: Source, ...REPLIES },
      },
    },
    async (request, reply) => {
      const { tenant } = request.params
      const id = idOfCreated('source', 'source', request)
      const { secrets, eventTypePrefix, ...fields } = request.body
      assertPublicKey(fields.provider, fields.publicKey)
      assertBodyMax(fields.bodyMaxBytes, settings.INGEST_BODY_MAX_MIB)
      const config = parseSourceConfig(fields.provider, fields.config)
      const source = await createSource(database, tenant, {
        ...fields,
        id,
        config,
        eventTypePrefix: eventTypePrefix ?? fields.name,
        secrets: seal({ id, provider: fields.provider, config }, secrets),
      }).catch(async (error: unknown) => {
        // Not a conflict when an earlier attempt of this request created it.
        const own = isUniqueViolation(error) ? await findSource(database, tenant, id) : undefined
        return own ?? nameTaken(fields.name)(error)
      })
      return reply.code(201).send(show(source))
    },
  )

  app.get(
    '/v1/tenants/:tenant/sources',
    {
      config: { access: 'manage' },
      schema: {
        operationId: 'listSources',
        tags: ['Sources'],
        summary: 'List sources',
        params: Path,
        querystring: PageQuery,
        response: { 200: pageOf(Source), ...PROBLEM_REPLIES },
      },
    },
    async (request) => {
      const page = await listSources(database, request.params.tenant, request.query)
      return { ...page, data: page.data.map(show) }
    },
  )

  app.get(
    '/v1/tenants/:tenant/sources/:id',
    {
      config: { access: 'manage' },
      schema: {
        operationId: 'getSource',
        tags: ['Sources'],
        summary: 'Read a source',
        params: SourcePath,
        response: { 200: Source, ...PROBLEM_REPLIES },
      },
    },
    async (request) =>
      show(found(await findSource(database, request.params.tenant, request.params.id), 'source')),
  )

  app.patch(
    '/v1/tenants/:tenant/sources/:id',
    {
      config: { access: 'manage', audit: 'source.updated' },
      schema: {
        operationId: 'changeSource',
        tags: ['Sources'],
        summary: 'Change a source',
        description:
          'Omitted fields do not change. `secrets` replaces all secrets, `config` the whole config.',
        params: SourcePath,
        body: SourceChange,
        response: { 200: Source, ...REPLIES },
      },
    },
    async (request) => {
      const { tenant, id } = request.params
      const source = found(await findSource(database, tenant, id), 'source')
      const { provider } = source
      const { secrets, ...change } = request.body
      assertPublicKey(provider, change.publicKey)
      assertBodyMax(change.bodyMaxBytes, settings.INGEST_BODY_MAX_MIB)
      const config = change.config && parseSourceConfig(provider, change.config)
      const sealed = secrets && seal({ ...source, ...(config && { config }) }, secrets)
      const changed = await changeSource(database, tenant, id, { ...change, config, secrets: sealed }).catch(
        nameTaken(change.name ?? ''),
      )
      return show(found(changed, 'source'))
    },
  )

  app.delete(
    '/v1/tenants/:tenant/sources/:id',
    {
      config: { access: 'manage', audit: 'source.deleted' },
      schema: {
        operationId: 'deleteSource',
        tags: ['Sources'],
        summary: 'Delete a source',
        params: SourcePath,
        response: { 204: NoContent, ...PROBLEM_REPLIES },
      },
    },
    async (request, reply) => {
      assertFound(await deleteSource(database, request.params.tenant, request.params.id), 'source')
      return reply.code(204).send(null)
    },
  )
}

function nameTaken(name: string) {
  return (error: unknown): never => {
    if (!isUniqueViolation(error)) throw error
    throw new ProblemError(
      'conflict',
      `The tenant already has a source named "${name}": choose another name.`,
    )
  }
}
