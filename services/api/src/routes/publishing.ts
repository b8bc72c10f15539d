import {
  BATCH_BYTES_MAX,
  EventBatch,
  NewEvent,
  PUBLISH_BYTES_MAX,
  PublishedBatch,
  PublishedEvent,
  TenantId,
  UnavailableError,
} from '@posthorn/contracts'
import { createEventBatcher, createLargeTransactions } from '@posthorn/database'
import { createCurrentVersion, createRulesCache } from '@posthorn/events'
import { type Logger, replyWithProblem, traceOf, withoutRedaction } from '@posthorn/runtime'
import { inSpan, type Span } from '@posthorn/tracing'
import { HOPS_HEADER, hopsOf } from '@posthorn/webhook'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../dependencies.ts'
import type { Authorization } from '../http/authorize.ts'
import { memberBytes } from '../http/member-bytes.ts'
import { refuseLoop } from '../http/refuse-loops.ts'
import { PROBLEM_REPLIES } from '../http/replies.ts'
import { publishBatch } from '../publishing/publish-batch.ts'
import { eventInput, type Publisher, publishEvent } from '../publishing/publish-event.ts'
import { readBatchInSlices } from '../publishing/read-batch.ts'

const Path = z.strictObject({ tenant: TenantId })

interface PublishingOptions extends Dependencies {
  confirm: Authorization['confirm']
  logger: Logger
  /** Called with the number of events published, without duplicates. */
  countEvents: (count: number) => void
}

export const publishingRoutes: FastifyPluginAsyncZod<PublishingOptions> = async (
  app,
  { database, queue, live, turns, schemas, confirm, logger, countEvents },
) => {
  const eventLog = withoutRedaction(logger)
  const largeTransactions = createLargeTransactions()
  const publishDependencies = {
    database,
    queue,
    live,
    turns,
    largeTransactions,
    rules: createRulesCache(database, createCurrentVersion(database)),
    store: createEventBatcher(database, largeTransactions),
    schemas,
  }

  app.setErrorHandler(async (error, request, reply) => {
    await replyWithProblem(await confirmed(error, request), request, reply)
  })

  /** Checks the key again before a refusal: a deleted key is unknown, whatever else is wrong. */
  async function confirmed(error: unknown, request: FastifyRequest): Promise<unknown> {
    if (error instanceof UnavailableError) return error
    try {
      await confirm(request)
      return error
    } catch (refusal) {
      return refusal
    }
  }

  const publisherOf = (request: FastifyRequest, tenantId: TenantId): Publisher => ({
    tenantId,
    rulesVersion: request.principal?.kind === 'tenant' ? request.principal.rulesVersion : undefined,
    confirm: () => confirm(request),
    trace: traceOf(request),
    hops: hopsOf(request.headers[HOPS_HEADER]),
    at: request.idempotencySeededAt ?? new Date(),
    seed: request.idempotencySeed,
  })

  /** The events continue the span that publishes them. */
  function inPublishSpan<Result>(
    request: FastifyRequest,
    tenantId: TenantId,
    publish: (publisher: Publisher, span: Span | undefined) => Promise<Result>,
  ): Promise<Result> {
    const publisher = publisherOf(request, tenantId)
    const { trace } = publisher
    return inSpan(
      'publish',
      () => ({ kind: 'producer', parent: trace, attributes: { 'posthorn.tenant.id': tenantId } }),
      (span) => publish({ ...publisher, trace: span?.context ?? trace }, span),
    )
  }

  app.post(
    '/v1/tenants/:tenant/events',
    {
      onRequest: refuseLoop,
      bodyLimit: PUBLISH_BYTES_MAX,
      config: { access: 'publish', audit: false, dataIn: 'data' },
      schema: {
        operationId: 'publishEvent',
        tags: ['Events'],
        summary: 'Publish an event',
        description:
          '202 means that the event and its deliveries are durably stored. An `id` that was published before is a duplicate: the reply is 200 with the first event, and nothing is sent. When you publish because of a webhook from Posthorn, pass its header `x-posthorn-hops` on: more than 5 hops are a loop and are refused with 508.',
        params: Path,
        body: NewEvent,
        response: {
          202: PublishedEvent,
          200: PublishedEvent,
          ...PROBLEM_REPLIES,
          413: PROBLEM_REPLIES[400],
          508: PROBLEM_REPLIES[400],
        },
      },
    },
    async (request, reply) => {
      const { tenant } = request.params
      const published = await inPublishSpan(request, tenant, async (publisher, span) => {
        const input = eventInput(publisher, request.body, memberBytes(bodyOf(request), 'data'))
        const result = await publishEvent({ ...publishDependencies, log: request.log }, publisher, input)
        span?.set({ 'messaging.message.id': result.id, 'posthorn.duplicate': result.duplicate })
        return result
      })
      countEvents(published.duplicate ? 0 : 1)
      eventLog.info(
        { requestId: request.id, tenantId: tenant, eventId: published.id, ...published },
        'event.published',
      )
      return reply.code(published.duplicate ? 200 : 202).send(published)
    },
  )

  app.post(
    '/v1/tenants/:tenant/events/batch',
    {
      onRequest: refuseLoop,
      bodyLimit: BATCH_BYTES_MAX,
      config: { access: 'publish', audit: false, itemsOf: 'events' },
      schema: {
        operationId: 'publishEvents',
        tags: ['Events'],
        summary: 'Publish a batch of events',
        description:
          'Each item is validated separately and has its own result, in the same order. 202 means that all valid events and their deliveries are durably stored, in one transaction.',
        params: Path,
        body: EventBatch,
        response: {
          202: PublishedBatch,
          ...PROBLEM_REPLIES,
          413: PROBLEM_REPLIES[400],
          508: PROBLEM_REPLIES[400],
        },
      },
    },
    async (request, reply) => {
      const { tenant } = request.params
      const data = await inPublishSpan(request, tenant, async (publisher, span) => {
        span?.set({ 'messaging.batch.message_count': request.body.events.length })
        const inputs = await turns.run(tenant, readBatchInSlices(request.body.events, { turns, publisher }))
        return publishBatch({ ...publishDependencies, log: request.log }, publisher, inputs)
      })
      const count = (status: number) => data.filter((result) => result.status === status).length
      countEvents(count(202))
      request.log.info(
        { tenantId: tenant, events: data.length, accepted: count(202), duplicates: count(200) },
        'batch.published',
      )
      return reply.code(202).send({ data })
    },
  )
}

function bodyOf({ rawBody }: FastifyRequest): Uint8Array {
  if (rawBody === undefined) throw new Error('expected rawBody of a body that passed its schema')
  return rawBody
}
