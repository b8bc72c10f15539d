import {
  EndpointId,
  RelayDelivery,
  RelayPoll,
  RelayPolled,
  RelayResultCounts,
  RelayResults,
  RelayStreamQuery,
  TenantId,
} from '@posthorn/contracts'
import type { RequestCapacity } from '@posthorn/runtime'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Authorization } from '../../http/authorize.ts'
import { PROBLEM_REPLIES } from '../../http/replies.ts'
import type { HandlerSlots } from '../../http/share-database.ts'
import { openStream, type RelayDependencies } from '../../relay/open-stream.ts'
import { poll } from '../../relay/poll.ts'
import { recordResults } from '../../relay/record-results.ts'

const Path = z.strictObject({ tenant: TenantId, id: EndpointId })
const REPLIES = { ...PROBLEM_REPLIES, 409: PROBLEM_REPLIES[400] }
/** 25 results with 16 KiB of their bodies, in base64, and headers. */
const RESULT_BYTES_MAX = 2 * 1024 * 1024

export interface ListeningRouteOptions {
  relays: RelayDependencies
  countResults: (counts: RelayResultCounts) => void
  isStillAllowed: Authorization['isStillAllowed']
  capacity: Pick<RequestCapacity, 'leave'>
  slots: Pick<HandlerSlots, 'leave'>
}

/** How listeners fetch deliveries and return their results. */
export const listeningRoutes: FastifyPluginAsyncZod<ListeningRouteOptions> = async (
  app,
  { relays, countResults, isStillAllowed, capacity, slots },
) => {
  app.addHook('preClose', () => relays.connections.stop())

  const relayOf = (request: FastifyRequest, { tenant, id }: z.infer<typeof Path>) => ({
    tenantId: tenant,
    endpointId: id,
    isStillAllowed: () => isStillAllowed(request),
    gone: request.capacity?.signal ?? AbortSignal.abort(),
  })

  app.get(
    '/v1/tenants/:tenant/relays/:id/stream',
    {
      config: { access: 'manage' },
      schema: {
        operationId: 'streamRelay',
        tags: ['Relays'],
        summary: 'Listen to a relay',
        description:
          'Server-sent events without end. `ready` is the first, with the `connectionId` and what waits. `delivery` has a request to make; ' +
          'return its result before `expiresAt`. `superseded` is the last one when another listener takes over. A comment is sent at ' +
          'once and whenever nothing was sent for 15 seconds. 409 `relay_busy` names the listener that is connected.',
        params: Path,
        querystring: RelayStreamQuery,
        response: { 200: { content: { 'text/event-stream': { schema: RelayDelivery } } }, ...REPLIES },
      },
    },
    async (request, reply) => {
      void reply
        .type('text/event-stream')
        .headers({ 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' })
      if (request.method === 'HEAD') return reply.send('' as never)
      const body = await openStream(relays, relayOf(request, request.params), request.query)
      // Its connection serves no other request, so that it delays no stop of the process.
      reply.raw.shouldKeepAlive = false
      capacity.leave(request)
      return reply.send(body as never)
    },
  )

  app.post(
    '/v1/tenants/:tenant/relays/:id/poll',
    {
      config: { access: 'manage', audit: false },
      schema: {
        operationId: 'pollRelay',
        tags: ['Relays'],
        summary: 'Poll a relay',
        description:
          'For networks that buffer streams: the same content, at once if there is any, otherwise after up to 25 seconds. The first ' +
          'request connects the listener, and the next ones repeat the `connectionId` of its reply.',
        params: Path,
        body: RelayPoll,
        response: { 200: RelayPolled, ...REPLIES },
      },
    },
    async (request, reply) => {
      const relay = relayOf(request, request.params)
      const { text, untilMs } = await poll(relays, relay, request.body, () => {
        // It waits for deliveries, and not for the database.
        slots.leave(request)
        capacity.leave(request)
      })
      if (untilMs !== undefined) closeUnread(request, untilMs, relay.gone)
      return reply.type('application/json').send(text as never)
    },
  )

  app.post(
    '/v1/tenants/:tenant/relays/:id/results',
    {
      config: { access: 'manage', audit: false },
      bodyLimit: RESULT_BYTES_MAX,
      schema: {
        operationId: 'returnRelayResults',
        tags: ['Relays'],
        summary: 'Return results of a relay',
        description:
          'Records the attempts of up to 25 deliveries. A result that comes twice, or after its delivery was sent again, is ignored and ' +
          'counted, so that a request without a reply can be repeated.',
        params: Path,
        body: RelayResults,
        response: { 200: RelayResultCounts, ...PROBLEM_REPLIES },
      },
    },
    async (request) => {
      const { tenant, id } = request.params
      const counts = await recordResults(relays, { tenantId: tenant, endpointId: id }, request.body)
      countResults(counts)
      return counts
    },
  )
}

/** Closes a connection whose client does not read the reply: it takes memory and a slot, and is too late after `untilMs`. */
function closeUnread({ raw }: FastifyRequest, untilMs: number, gone: AbortSignal): void {
  const timer = setTimeout(() => raw.socket.destroy(), untilMs - performance.now())
  gone.addEventListener('abort', () => clearTimeout(timer), { once: true })
}
