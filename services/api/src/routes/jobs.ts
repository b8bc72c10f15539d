import { Job, JobId, PageQuery, ProblemError, pageOf, TenantId } from '@posthorn/contracts'
import { cancelJob, findJob, listJobs } from '@posthorn/database'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../dependencies.ts'
import { found, PROBLEM_REPLIES } from '../http/replies.ts'

const Path = z.strictObject({ tenant: TenantId })
const JobPath = Path.extend({ id: JobId })

export const jobRoutes: FastifyPluginAsyncZod<Dependencies> = async (app, { database }) => {
  app.get(
    '/v1/tenants/:tenant/jobs',
    {
      config: { access: 'manage' },
      schema: {
        operationId: 'listJobs',
        tags: ['Jobs'],
        summary: 'List jobs',
        params: Path,
        querystring: PageQuery,
        response: { 200: pageOf(Job), ...PROBLEM_REPLIES },
      },
    },
    async (request) => listJobs(database, request.params.tenant, request.query),
  )

  app.get(
    '/v1/tenants/:tenant/jobs/:id',
    {
      config: { access: 'manage' },
      schema: {
        operationId: 'getJob',
        tags: ['Jobs'],
        summary: 'Read a job',
        description: 'Its progress: of `total` deliveries, `done` are processed.',
        params: JobPath,
        response: { 200: Job, ...PROBLEM_REPLIES },
      },
    },
    async (request) => found(await findJob(database, request.params.tenant, request.params.id), 'job'),
  )

  app.post(
    '/v1/tenants/:tenant/jobs/:id/cancel',
    {
      config: { access: 'manage', audit: 'job.cancelled' },
      schema: {
        operationId: 'cancelJob',
        tags: ['Jobs'],
        summary: 'Cancel a job',
        description:
          'Processes no more deliveries, or events. Deliveries that are scheduled already continue; cancel them one by one, or in bulk.',
        params: JobPath,
        response: { 200: Job, ...PROBLEM_REPLIES, 409: PROBLEM_REPLIES[400] },
      },
    },
    async (request) => {
      const { tenant, id } = request.params
      await cancelJob(database, tenant, id)
      const job = found(await findJob(database, tenant, id), 'job')
      if (job.status !== 'cancelled') {
        throw new ProblemError('conflict', `The job has already ${job.status} and cannot be cancelled.`)
      }
      return job
    },
  )
}
