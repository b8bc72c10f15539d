import { Readable } from 'node:stream'
import {
  EventSummary,
  HitLine,
  HitStreamQuery,
  JobId,
  NewEventSearch,
  PageQuery,
  ProblemError,
  pageOf,
  StartedJob,
  TenantId,
} from '@posthorn/contracts'
import { findJob, listSearchHits } from '@posthorn/database'
import { FairSemaphore } from '@posthorn/fairness'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../../dependencies.ts'
import { startEventSearch } from '../../finding/start-event-search.ts'
import { streamHits } from '../../finding/stream-hits.ts'
import { found, PROBLEM_REPLIES } from '../../http/replies.ts'

const Path = z.strictObject({ tenant: TenantId })
const JobPath = Path.extend({ id: JobId })
/** Each reads the database three times a second. */
const STREAMS_MAX = 32

export const eventSearchRoutes: FastifyPluginAsyncZod<Dependencies> = async (app, dependencies) => {
  const { database } = dependencies
  const streams = new FairSemaphore(STREAMS_MAX)
  const stopped = new AbortController()
  app.addHook('preClose', async () => stopped.abort())

  const jobOf = async ({ tenant, id }: { tenant: TenantId; id: JobId }) =>
    found(await findJob(database, tenant, id), 'job')

  app.post(
    '/v1/tenants/:tenant/events/search',
    {
      config: { access: 'read', audit: false },
      schema: {
        operationId: 'searchEvents',
        tags: ['Events'],
        summary: 'Search the data of events',
        description:
          'Starts a job that applies a filter to the data of the events in a window of time, newest first. It ends after 1,000 ' +
          'hits, 1,000,000 events or 10 minutes; `limitReached` says so. The job and its hits are deleted after a day.',
        params: Path,
        body: NewEventSearch,
        response: { 202: StartedJob, ...PROBLEM_REPLIES, 409: PROBLEM_REPLIES[400] },
      },
    },
    async (request, reply) => {
      const { tenant } = request.params
      const job = await startEventSearch(dependencies, tenant, request.body, request)
      request.log.info({ tenantId: tenant, jobId: job.id }, 'search.started')
      return reply.code(202).send(job)
    },
  )

  app.get(
    '/v1/tenants/:tenant/jobs/:id/hits',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'listSearchHits',
        tags: ['Events'],
        summary: 'List the events that a search has found',
        description:
          'Newest first. While the search runs, later hits are added at the end of the list. Jobs of other kinds have none.',
        params: JobPath,
        querystring: PageQuery,
        response: { 200: pageOf(EventSummary), ...PROBLEM_REPLIES },
      },
    },
    async (request) => {
      const { id } = await jobOf(request.params)
      return listSearchHits(database, id, request.query)
    },
  )

  app.get(
    '/v1/tenants/:tenant/jobs/:id/hits/stream',
    {
      config: { access: 'read' },
      schema: {
        operationId: 'streamSearchHits',
        tags: ['Events'],
        summary: 'Stream the events that a search finds',
        description:
          'One JSON object a line: `event` for each hit, newest first, as soon as it is found; `job` in the first and the last line. The stream ends ' +
          'when the search has finished, and at the latest after a minute: while the `job` has no `finishedAt`, call it again with ' +
          'the last event as `after`.',
        params: JobPath,
        querystring: HitStreamQuery,
        response: {
          200: { content: { 'application/x-ndjson': { schema: HitLine } } },
          ...PROBLEM_REPLIES,
        },
      },
    },
    async (request, reply) => {
      const { tenant } = request.params
      const { id } = await jobOf(request.params)
      const slot = streams.tryAcquire(tenant)
      if (slot === undefined)
        throw new ProblemError('overloaded', 'Too many searches are streamed at once. Try again later.')
      const gone = request.capacity?.signal
      const signal = gone === undefined ? stopped.signal : AbortSignal.any([stopped.signal, gone])
      const lines = Readable.from(
        streamHits(database, { tenant, jobId: id }, { after: request.query.after, signal }),
      )
      lines.once('close', () => slot.release())
      return reply.type('application/x-ndjson').send(lines as never)
    },
  )
}
