import {
  EventType,
  EventTypeDetail,
  EventTypeInput,
  EventTypeQuery,
  NewEventType,
  ProblemError,
  pageOf,
  UnreservedEventType,
} from '@posthorn/contracts'
import {
  createEventType,
  deleteEventType,
  findEventType,
  listEventTypes,
  putEventType,
} from '@posthorn/database'
import { invalidFields } from '@posthorn/runtime'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../dependencies.ts'
import { memberBytes } from '../http/member-bytes.ts'
import { NoContent, PROBLEM_REPLIES } from '../http/replies.ts'
import type { SchemaChecker } from '../publishing/schema-checker.ts'

/** The key for turns of the admin, who belongs to no tenant. */
const ADMIN = ''

const Path = z.strictObject({ name: EventType })

export const eventTypeRoutes: FastifyPluginAsyncZod<Dependencies> = async (app, { database, schemas }) => {
  app.post(
    '/v1/event-types',
    {
      config: { access: 'admin', audit: 'event_type.created' },
      schema: {
        operationId: 'createEventType',
        tags: ['Event types'],
        summary: 'Create an event type',
        description: 'The catalogue is the same for all tenants.',
        body: NewEventType,
        response: { 201: EventTypeDetail, ...PROBLEM_REPLIES, 409: PROBLEM_REPLIES[400] },
      },
    },
    async (request, reply) => {
      await assertSchema(schemas, request.body, request.rawBody)
      const created = await createEventType(database, request.body)
      if (created === undefined) {
        throw new ProblemError(
          'conflict',
          `The event type "${request.body.name}" exists already: update it with PUT.`,
        )
      }
      return reply.code(201).send(created)
    },
  )

  app.get(
    '/v1/event-types',
    {
      config: { access: 'key' },
      schema: {
        operationId: 'listEventTypes',
        tags: ['Event types'],
        summary: 'List event types',
        querystring: EventTypeQuery,
        response: { 200: pageOf(EventTypeDetail), ...PROBLEM_REPLIES },
      },
    },
    async (request) => listEventTypes(database, request.query),
  )

  app.get(
    '/v1/event-types/:name',
    {
      config: { access: 'key' },
      schema: {
        operationId: 'getEventType',
        tags: ['Event types'],
        summary: 'Read an event type',
        params: Path,
        response: { 200: EventTypeDetail, ...PROBLEM_REPLIES },
      },
    },
    async (request) => {
      const found = await findEventType(database, request.params.name)
      if (found === undefined) throw unknownEventType(request.params.name)
      return found
    },
  )

  app.put(
    '/v1/event-types/:name',
    {
      config: { access: 'admin', audit: 'event_type.saved' },
      schema: {
        operationId: 'putEventType',
        tags: ['Event types'],
        summary: 'Create or update an event type',
        description: 'Omitted fields become empty. A change applies to every event accepted after its reply.',
        params: Path.extend({ name: UnreservedEventType }),
        body: EventTypeInput,
        response: { 200: EventTypeDetail, 201: EventTypeDetail, ...PROBLEM_REPLIES },
      },
    },
    async (request, reply) => {
      const { name } = request.params
      if (request.body.name !== undefined && request.body.name !== name) {
        throw invalidFields([{ path: 'name', message: `must be "${name}", as in the path, or omitted` }])
      }
      await assertSchema(schemas, request.body, request.rawBody)
      const { eventType, created } = await putEventType(database, name, request.body)
      return reply.code(created ? 201 : 200).send(eventType)
    },
  )

  app.delete(
    '/v1/event-types/:name',
    {
      config: { access: 'admin', audit: 'event_type.deleted' },
      schema: {
        operationId: 'deleteEventType',
        tags: ['Event types'],
        summary: 'Delete an event type',
        description: 'Keeps its events. To refuse new ones, archive it instead.',
        params: Path,
        response: { 204: NoContent, ...PROBLEM_REPLIES },
      },
    },
    async (request, reply) => {
      if (!(await deleteEventType(database, request.params.name))) throw unknownEventType(request.params.name)
      return reply.code(204).send(null)
    },
  )
}

/** @throws ProblemError with each issue in the schema */
async function assertSchema(
  schemas: SchemaChecker,
  { schema }: EventTypeInput,
  body: Uint8Array = Buffer.of(),
): Promise<void> {
  if (schema === null) return
  const issues = await schemas.issuesInSchema(ADMIN, Buffer.from(memberBytes(body, 'schema')).toString())
  if (issues.length > 0) throw invalidFields(issues)
}

function unknownEventType(name: string): ProblemError {
  return new ProblemError('not_found', `No event type has the name "${name}": check the name.`)
}
