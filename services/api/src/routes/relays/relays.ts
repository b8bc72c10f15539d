import { CreatedRelay, NewRelay, RelayList, TenantId } from '@posthorn/contracts'
import { listRelays } from '@posthorn/database'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../../dependencies.ts'
import { PROBLEM_REPLIES } from '../../http/replies.ts'
import { assertExactFilter } from '../../managing/assert-exact-filter.ts'
import { saveRelay } from '../../relay/save-relay.ts'

const Path = z.strictObject({ tenant: TenantId })

export const relayRoutes: FastifyPluginAsyncZod<Dependencies> = async (app, dependencies) => {
  app.post(
    '/v1/tenants/:tenant/relays',
    {
      config: { access: 'manage', audit: 'relay.saved' },
      schema: {
        operationId: 'createRelay',
        tags: ['Relays'],
        summary: 'Create or find a relay',
        description:
          'A relay is an endpoint without a URL: a listener fetches its deliveries. 201 for a new one, whose `secret` only this reply ' +
          'shows; 200 for the one with this name, which gets the `eventTypes` and the `filter` of the request, if it has any.',
        params: Path,
        body: NewRelay,
        response: { 200: CreatedRelay, 201: CreatedRelay, ...PROBLEM_REPLIES, 409: PROBLEM_REPLIES[400] },
      },
    },
    async (request, reply) => {
      assertExactFilter(request.body.filter, request.rawBody)
      const saved = await saveRelay(dependencies, request.params.tenant, request.body, request)
      request.changesNothing = !saved.isChanged
      request.changedId = saved.relay.id
      return reply.code(saved.isNew ? 201 : 200).send(saved.relay)
    },
  )

  app.get(
    '/v1/tenants/:tenant/relays',
    {
      config: { access: 'manage' },
      schema: {
        operationId: 'listRelays',
        tags: ['Relays'],
        summary: 'List relays',
        description:
          'All relays of the tenant, by name, with the listeners that are connected and what waits for them.',
        params: Path,
        response: { 200: RelayList, ...PROBLEM_REPLIES },
      },
    },
    async (request) => ({ data: await listRelays(dependencies.database, request.params.tenant) }),
  )
}
