import { PageQuery, pageOf, Tenant, TenantId, TenantInput } from '@posthorn/contracts'
import { findTenant, listTenants, putTenant } from '@posthorn/database'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../dependencies.ts'
import { assertFound, found, NoContent, PROBLEM_REPLIES } from '../http/replies.ts'
import { assertRetention } from '../managing/assert-retention.ts'
import { deleteWholeTenant } from '../managing/delete-tenant.ts'

const Path = z.strictObject({ tenant: TenantId })

export const tenantRoutes: FastifyPluginAsyncZod<Dependencies> = async (app, { config, database }) => {
  app.put(
    '/v1/tenants/:tenant',
    {
      config: { access: 'admin', audit: 'tenant.saved' },
      schema: {
        operationId: 'putTenant',
        tags: ['Tenants'],
        summary: 'Create or update a tenant',
        description:
          'Omitted fields become empty. Replies 409 while the data of a deleted tenant with this id is still being deleted.',
        params: Path,
        body: TenantInput,
        response: { 200: Tenant, 201: Tenant, ...PROBLEM_REPLIES, 409: PROBLEM_REPLIES[400] },
      },
    },
    async (request, reply) => {
      assertRetention(request.body.retentionDays, config.RETENTION_DAYS)
      const { tenant, created } = await putTenant(database, request.params.tenant, request.body)
      return reply.code(created ? 201 : 200).send(tenant)
    },
  )

  app.get(
    '/v1/tenants',
    {
      config: { access: 'admin' },
      schema: {
        operationId: 'listTenants',
        tags: ['Tenants'],
        summary: 'List tenants',
        querystring: PageQuery,
        response: { 200: pageOf(Tenant), ...PROBLEM_REPLIES },
      },
    },
    async (request) => listTenants(database, request.query),
  )

  app.get(
    '/v1/tenants/:tenant',
    {
      config: { access: 'tenant' },
      schema: {
        operationId: 'getTenant',
        tags: ['Tenants'],
        summary: 'Read a tenant',
        params: Path,
        response: { 200: Tenant, ...PROBLEM_REPLIES },
      },
    },
    async (request) => found(await findTenant(database, request.params.tenant), 'tenant'),
  )

  app.delete(
    '/v1/tenants/:tenant',
    {
      config: { access: 'admin', audit: 'tenant.deleted' },
      schema: {
        operationId: 'deleteTenant',
        tags: ['Tenants'],
        summary: 'Delete a tenant',
        description:
          'Deletes everything that it owns. The tenant returns 404 from then on; large amounts of data are deleted in parts ' +
          'after the reply.',
        params: Path,
        response: { 204: NoContent, ...PROBLEM_REPLIES },
      },
    },
    async (request, reply) => {
      assertFound(await deleteWholeTenant(database, request.params.tenant, request.log), 'tenant')
      return reply.code(204).send(null)
    },
  )
}
