import { randomBytes } from 'node:crypto'
import {
  EventId,
  ingestUrlOf,
  ProblemError,
  type SentSample,
  type SourceId,
  type SourceSample,
  type TenantId,
} from '@posthorn/contracts'
import { findEventIdsByName, findIngestSource, findSource } from '@posthorn/database'
import type { Egress, SendResult } from '@posthorn/egress'
import type { KeysOfSource } from '@posthorn/receiving'
import { providerOf, type SignedRequest } from '@posthorn/webhook'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Dependencies } from '../../dependencies.ts'
import { found } from '../../http/replies.ts'
import type { HandlerSlots } from '../../http/share-database.ts'
import { sampleRequest } from './sample-request.ts'

const TIMEOUT_MS = 10_000
const WAIT_MS_MAX = 2_000

/** What sends a sample. */
export interface SampleDependencies extends Pick<Dependencies, 'database'> {
  /** Of the URL that providers call. */
  ingestUrlOf: (id: SourceId) => string
  /** Where this process reaches the ingest service. */
  ingest: { url: string; egress: Pick<Egress, 'send'> }
  keysOf: KeysOfSource
  slots: Pick<HandlerSlots, 'leave'>
}

/** The replies of the ingest service, accepted and rejected. */
const IngestReply = z.object({
  eventId: EventId.optional().catch(undefined),
  code: z.string().optional().catch(undefined),
  detail: z.string().optional().catch(undefined),
})

/**
 * Sends a webhook to a source as its provider does, through the ingest service.
 * @throws ProblemError `not_found`, `unavailable` when the ingest service does not answer, and those of `sampleRequest`
 */
export async function sendSample(
  dependencies: SampleDependencies,
  { tenant, id }: { tenant: TenantId; id: SourceId },
  wanted: SourceSample,
  request: FastifyRequest,
): Promise<SentSample> {
  const { database, keysOf } = dependencies
  found(await findSource(database, tenant, id), 'source')
  const source = found(await findIngestSource(database, id), 'source')
  const keys = keysOf(source).keys.map(({ key }) => key)
  const ingestUrl = dependencies.ingestUrlOf(id)
  const { type, signed } = await sampleRequest(database, { source, keys, ingestUrl }, wanted, request)
  if (!wanted.send) {
    // Such a header would show a secret that is write-only.
    if (keys.some(({ kind }) => kind === 'token')) throw tokenShown(providerOf(source.provider).title)
    return { type, reply: null, request: { ...signed, headers: { ...signed.headers }, body: textOf(signed) } }
  }
  // It waits for ingest, and not for the database.
  dependencies.slots.leave(request)
  return { type, reply: await replyTo(dependencies, { tenant, id, ingestUrl }, signed), request: null }
}

async function replyTo(
  { database, ingest }: SampleDependencies,
  { tenant, id, ingestUrl }: { tenant: TenantId; id: SourceId; ingestUrl: string },
  signed: SignedRequest,
): Promise<SentSample['reply']> {
  // The event gets the trace, and is found by it: some providers expect a reply that does not name it.
  const traceId = randomBytes(16).toString('hex')
  const result = await ingest.egress
    .send({
      tenantId: tenant,
      url: ingestUrlOf(ingest.url, id) + signed.url.slice(ingestUrl.length),
      headers: { ...signed.headers, traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01` },
      body: signed.body,
      timeoutMs: TIMEOUT_MS,
      waitMsMax: WAIT_MS_MAX,
    })
    .catch((cause: unknown) => {
      throw noAnswer('it cannot be reached now', cause)
    })
  if (result.kind === 'error') throw noAnswer(result.errorCode, new Error(result.detail))
  const { statusCode } = result
  const { eventId, code, detail } = IngestReply.parse(jsonIn(result) ?? {})
  const [madeId = null] =
    eventId === undefined && statusCode < 300
      ? await findEventIdsByName(database, tenant, { name: traceId, limit: 1 })
      : [eventId]
  return { status: statusCode, eventId: madeId, code: code ?? null, detail: detail ?? null }
}

function jsonIn({ body }: Extract<SendResult, { kind: 'response' }>): unknown {
  try {
    const value: unknown = JSON.parse(body.toString())
    return typeof value === 'object' ? value : undefined
  } catch {
    return undefined
  }
}

/** Samples are JSON and forms, so their bytes are UTF-8. */
function textOf({ body }: SignedRequest): string {
  return Buffer.from(body).toString()
}

function noAnswer(why: string, cause: unknown): ProblemError {
  return new ProblemError(
    'unavailable',
    `The API does not reach the ingest service: ${why}. Set INGEST_URL, or request \`send: false\` and send the webhook yourself.`,
    { cause },
  )
}

function tokenShown(title: string): ProblemError {
  return new ProblemError(
    'signing_impossible',
    `Webhooks of ${title} contain the secret of the source, which is never shown: request the sample without \`send: false\`.`,
  )
}
