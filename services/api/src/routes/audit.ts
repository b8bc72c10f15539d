import { AuditEntry, AuditQuery, pageOf, TenantAuditEntry, TenantId } from '@posthorn/contracts'
import { findTenant, listAllAuditEntries, listAuditEntries } from '@posthorn/database'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../dependencies.ts'
import { found, PROBLEM_REPLIES } from '../http/replies.ts'

const Path = z.strictObject({ tenant: TenantId })
const TAGS = ['Audit log']

export const auditRoutes: FastifyPluginAsyncZod<Dependencies> = async (app, { database }) => {
  app.get(
    '/v1/audit',
    {
      config: { access: 'admin' },
      schema: {
        operationId: 'listAllAuditEntries',
        tags: TAGS,
        summary: 'List the audit log of all tenants',
        description: 'Includes deleted tenants and entries without a tenant.',
        querystring: AuditQuery,
        response: { 200: pageOf(TenantAuditEntry), ...PROBLEM_REPLIES },
      },
    },
    async (request) => listAllAuditEntries(database, request.query),
  )

  app.get(
    '/v1/tenants/:tenant/audit',
    {
      config: { access: 'manage' },
      schema: {
        operationId: 'listAuditEntries',
        tags: TAGS,
        summary: 'List the audit log',
        description: 'Who changed what and when: one entry for each write except publishing.',
        params: Path,
        querystring: AuditQuery,
        response: { 200: pageOf(AuditEntry), ...PROBLEM_REPLIES },
      },
    },
    async (request) => {
      const { id, createdAt } = found(await findTenant(database, request.params.tenant), 'tenant')
      return listAuditEntries(database, { id, createdAt: new Date(createdAt) }, request.query)
    },
  )
}
