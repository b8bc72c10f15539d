import {
  BATCH_BYTES_MAX,
  EventBatch,
  NewEvent,
  PublishedBatch,
  PublishedEvent,
  TenantId,
} from '@posthorn/contracts'
import { createSchemaCache } from '@posthorn/event-schemas'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../dependencies.ts'
import { memberBytes } from '../member-bytes.ts'
import { publishBatch } from '../publish-batch.ts'
import { type Publisher, publishEvent } from '../publish-event.ts'
import { readBatch } from '../read-batch.ts'
import { PROBLEM_REPLIES } from '../replies.ts'

const SCHEMAS_MAX = 500

const Path = z.strictObject({ tenant: TenantId })

interface PublishingOptions extends Dependencies {
  /** Told how many events were published, without those that repeat one. */
  countEvents: (count: number) => void
}

export const publishingRoutes: FastifyPluginAsyncZod<PublishingOptions> = async (
  app,
  { database, queue, countEvents },
) => {
  const schemas = createSchemaCache(SCHEMAS_MAX)

  app.post(
    '/v1/tenants/:tenant/events',
    {
      config: { access: 'publish', audit: false },
      schema: {
        operationId: 'publishEvent',
        tags: ['Events'],
        summary: 'Publish an event',
        description:
          '202 means that the event and its deliveries are durably stored. With an `id` that was published before nothing is sent: the answer is 200, and the first event.',
        params: Path,
        body: NewEvent,
        response: { 202: PublishedEvent, 200: PublishedEvent, ...PROBLEM_REPLIES, 413: PROBLEM_REPLIES[400] },
      },
    },
    async (request, reply) => {
      const { tenant } = request.params
      const published = await publishEvent(
        { database, queue, schemas, log: request.log },
        publisherOf(request, tenant),
        { event: request.body, data: memberBytes(bodyOf(request), 'data') },
      )
      countEvents(published.duplicate ? 0 : 1)
      request.log.info({ tenantId: tenant, eventId: published.id, ...published }, 'event.published')
      return reply.code(published.duplicate ? 200 : 202).send(published)
    },
  )

  app.post(
    '/v1/tenants/:tenant/events/batch',
    {
      bodyLimit: BATCH_BYTES_MAX,
      config: { access: 'publish', audit: false, isBatch: true },
      schema: {
        operationId: 'publishEvents',
        tags: ['Events'],
        summary: 'Publish a batch of events',
        description:
          'Each item is judged by itself and has its result, in their order. 202 means that all those which can be published, with their deliveries, are durably stored: all of them in one transaction.',
        params: Path,
        body: EventBatch,
        response: { 202: PublishedBatch, ...PROBLEM_REPLIES, 413: PROBLEM_REPLIES[400] },
      },
    },
    async (request, reply) => {
      const { tenant } = request.params
      const data = await publishBatch(
        { database, queue, schemas, log: request.log },
        publisherOf(request, tenant),
        readBatch(bodyOf(request)),
      )
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

function publisherOf(request: FastifyRequest, tenantId: TenantId): Publisher {
  return {
    tenantId,
    traceparent: request.headers['traceparent']?.toString(),
    at: request.idempotencySeededAt ?? new Date(),
    seed: request.idempotencySeed,
  }
}

function bodyOf({ rawBody }: FastifyRequest): Uint8Array {
  if (rawBody === undefined) throw new Error('the body passed its schema without having been read')
  return rawBody
}
