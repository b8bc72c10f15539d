import { TokenBuckets } from '@posthorn/batch'
import { ProblemError } from '@posthorn/contracts'
import type { IngestSource } from '@posthorn/database'
import type { SourceCache } from '@posthorn/events'
import { checkAddress, disabledSource, undecryptableSecrets, type Verification } from '@posthorn/receiving'
import type { RequestCapacity } from '@posthorn/runtime'
import { type AddressRange, networkOf, type ProviderReply, providerOf } from '@posthorn/webhook'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { findSource, noSuchSource } from '../find-source.ts'
import type { IngestMetrics } from '../ingest-metrics.ts'
import { sendProviderReply } from '../provider-reply.ts'
import { remoteAddressOf } from '../remote-address.ts'

/**
 * Of each source and address. Providers send one when a webhook is set up, or every hour. Anyone can send them, and must not keep
 * the provider from sending its own.
 */
const RATE = { burst: 20, perSecond: 1 }

interface HandshakeOptions {
  sources: SourceCache
  verification: Verification
  capacity: RequestCapacity
  metrics: Pick<IngestMetrics, 'countHandshake'>
  trustedProxies: readonly AddressRange[]
}

type SourceRequest = FastifyRequest<{ Params: { sourceId: string } }>

/** `GET /webhooks/{sourceId}`: providers check that a URL belongs to its owner. Nothing is stored. */
export const handshakeRoutes: FastifyPluginAsync<HandshakeOptions> = async (app, options) => {
  const { sources, verification, capacity, metrics, trustedProxies } = options
  const rates = new TokenBuckets(RATE, () => performance.now())

  /** Rarely called, so it always reads the current source. */
  async function currentSource(request: SourceRequest, reply: FastifyReply): Promise<IngestSource> {
    const cached = await findSource(sources, request.params.sourceId)
    if (!rates.take(`${cached.id} ${networkOf(remoteAddressOf(request, trustedProxies))}`)) {
      reply.header('retry-after', '1')
      throw new ProblemError('rate_limited', 'Too many handshakes of the source come from this address.')
    }
    await capacity.enter(request, reply, cached.tenantId)
    const current = await sources.current(cached)
    if (current === undefined) throw noSuchSource()
    return current
  }

  function answerOf(source: IngestSource, request: SourceRequest, reply: FastifyReply): ProviderReply {
    const { handshakes } = providerOf(source.provider)
    const [path = ''] = request.url.split('?', 1)
    const query = new URLSearchParams(request.url.slice(path.length))
    if (handshakes.get === undefined) {
      reply.header('allow', 'POST')
      throw new ProblemError('method_not_allowed', `There is no GET ${path}, only POST.`)
    }
    if (!source.enabled) throw disabledSource().problem
    const refused = checkAddress(source, remoteAddressOf(request, trustedProxies))
    if (refused !== undefined) throw refused.problem
    const { keys: sourceKeys, undecryptable } = verification.keysOf(source)
    const keys = sourceKeys.map(({ key }) => key)
    const answer = handshakes.get({ query, config: source.config, keys })
    if (answer !== undefined) return answer
    if (undecryptable > 0) throw undecryptableSecrets().problem
    throw new ProblemError('invalid_signature', 'The request is not a handshake that the source answers.')
  }

  for (const url of ['/webhooks/:sourceId', '/webhooks/:sourceId/']) {
    app.get<{ Params: { sourceId: string } }>(
      url,
      { config: { access: 'open' }, exposeHeadRoute: false },
      async (request, reply) => {
        const source = await currentSource(request, reply)
        const answer = answerOf(source, request, reply)
        const { tenantId, id: sourceId } = source
        request.log.info({ requestId: request.id, tenantId, sourceId }, 'handshake.answered')
        metrics.countHandshake()
        return sendProviderReply(reply, answer)
      },
    )
  }
}
