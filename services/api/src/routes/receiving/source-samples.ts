import { SentSample, SourceId, SourceSample, TenantId } from '@posthorn/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Dependencies } from '../../dependencies.ts'
import { PROBLEM_REPLIES } from '../../http/replies.ts'
import type { HandlerSlots } from '../../http/share-database.ts'
import type { Receiving } from '../../managing/sources/receiving.ts'
import { sendSample } from '../../managing/sources/send-sample.ts'

const SourcePath = z.strictObject({ tenant: TenantId, id: SourceId })
const REPLIES = { ...PROBLEM_REPLIES, 409: PROBLEM_REPLIES[400] }

interface SampleOptions extends Pick<Dependencies, 'database' | 'ingest'> {
  receiving: Receiving
  slots: Pick<HandlerSlots, 'leave'>
}

/** Sends webhooks to a source as its provider does. */
export const sourceSampleRoutes: FastifyPluginAsyncZod<SampleOptions> = async (
  app,
  { database, ingest, receiving: { verification }, slots },
) => {
  const sending = { database, ingest, slots, ...verification }

  app.post(
    '/v1/tenants/:tenant/sources/:id/sample',
    {
      config: { access: 'manage', audit: 'source.sample_sent' },
      schema: {
        operationId: 'sendSample',
        tags: ['Sources'],
        summary: 'Send a sample webhook',
        description:
          'Makes a webhook as the provider sends it, signs it with a secret of the source, and sends it to the ingest service. It ' +
          'becomes an event and is delivered like any other. 409 `signing_impossible` for providers that sign with a private key.',
        params: SourcePath,
        body: SourceSample,
        response: { 200: SentSample, ...REPLIES },
      },
    },
    async (request) => sendSample(sending, request.params, request.body, request),
  )
}
