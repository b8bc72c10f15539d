import { createHash, randomBytes } from 'node:crypto'
import { type EventId, ProblemError, SAMPLE_BYTES_MAX, type SourceSample } from '@posthorn/contracts'
import { findEvent, type IngestSource, readEventData } from '@posthorn/database'
import { invalidFields } from '@posthorn/runtime'
import { providerOf, type SignedRequest, signRequest, type VerificationKey } from '@posthorn/webhook'
import {
  makeSample,
  type SampleChoice,
  type SampleData,
  sampleContext,
  UnknownPathError,
  UnknownSampleError,
} from '@posthorn/webhook/samples'
import type { FastifyRequest } from 'fastify'
import type { Dependencies } from '../../dependencies.ts'
import { found } from '../../http/replies.ts'
import { assertContent } from '../assert-content.ts'

/** A webhook as the provider of a source would send it. */
export interface SampleRequest {
  type: string
  signed: SignedRequest
}

/**
 * Makes and signs a webhook of the provider of a source.
 * @throws ProblemError `invalid_request` for an unknown sample or path, `not_found` and `content_removed` for an event, and
 *   `signing_impossible`
 */
export async function sampleRequest(
  database: Dependencies['database'],
  { source, keys, ingestUrl }: { source: IngestSource; keys: readonly VerificationKey[]; ingestUrl: string },
  wanted: SourceSample,
  request: Pick<FastifyRequest, 'idempotencySeed' | 'idempotencySeededAt'>,
): Promise<SampleRequest> {
  const random = randomOf(request)
  const context = sampleContext(request.idempotencySeededAt ?? new Date(), random)
  const sample = madeSample(source, await choiceOf(database, source, wanted), context)
  const provider = providerOf(source.provider)
  const unsigned = {
    method: 'POST',
    url: ingestUrl,
    headers: { 'user-agent': 'Posthorn sample', ...sample.headers },
    body: sample.body,
    config: source.config,
    id: context.id('msg_', 27),
    now: new Date(),
  }
  const signed = signRequest(provider, unsigned, keys)
  if (signed === undefined) {
    throw new ProblemError(
      'signing_impossible',
      `${provider.title} signs with a private key, or the source has no secret that can sign: send a webhook from the settings of the provider.`,
    )
  }
  return { type: sample.type, signed }
}

function madeSample(source: IngestSource, choice: SampleChoice, context: ReturnType<typeof sampleContext>) {
  try {
    return makeSample(source.provider, choice, context)
  } catch (error) {
    if (error instanceof UnknownPathError) {
      throw invalidFields([{ path: `set.${error.path}`, message: 'expected a path of the data' }])
    }
    if (error instanceof UnknownSampleError) throw invalidFields([{ path: 'type', message: error.message }])
    throw error
  }
}

async function choiceOf(
  database: Dependencies['database'],
  source: IngestSource,
  { type, data, fromEventId, set }: SourceSample,
): Promise<SampleChoice> {
  if (fromEventId === undefined) return { type, data, set }
  const sent = await sentBefore(database, source, fromEventId)
  return { type: type ?? sent.type, data: sent.data, isSentBefore: true, set }
}

/** Type and data of an event, as its provider names it. */
async function sentBefore(
  database: Dependencies['database'],
  { tenantId, eventTypePrefix }: IngestSource,
  id: EventId,
): Promise<{ type: string; data: SampleData }> {
  const event = found(await findEvent(database, tenantId, id), 'event')
  assertContent(event)
  const bytes = await readEventData(database, id)
  if (bytes === undefined) assertContent(undefined)
  const data = dataIn(bytes ?? Buffer.alloc(0))
  const prefix = `${eventTypePrefix}.`
  return { type: event.type.startsWith(prefix) ? event.type.slice(prefix.length) : event.type, data }
}

function dataIn(bytes: Buffer): SampleData {
  if (bytes.length > SAMPLE_BYTES_MAX) {
    throw fromEvent(`expected an event with at most ${SAMPLE_BYTES_MAX} bytes of data`)
  }
  const data: unknown = JSON.parse(bytes.toString(), withAllDigits)
  if (typeof data === 'object' && data !== null && !Array.isArray(data))
    return formOf(data) ?? (data as SampleData)
  throw fromEvent('expected an event whose data is a JSON object')
}

/** The fields of a form, which an event has as opaque data. */
function formOf(data: object): SampleData | undefined {
  const { contentType, body } = data as Record<string, unknown>
  if (typeof body !== 'string' || !String(contentType).startsWith('application/x-www-form-urlencoded'))
    return undefined
  return Object.fromEntries(new URLSearchParams(body))
}

function fromEvent(message: string): ProblemError {
  return invalidFields([{ path: 'fromEventId', message }])
}

/** A number that JavaScript would round is kept as its text. */
function withAllDigits(_: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source
  if (typeof value !== 'number' || source === undefined || String(value) === source) return value
  return JSON.rawJSON(source)
}

/** With an Idempotency-Key the same bytes, so a process that takes the request over after a crash makes the same ids. */
function randomOf({ idempotencySeed }: Pick<FastifyRequest, 'idempotencySeed'>): (n: number) => Buffer {
  if (idempotencySeed === undefined) return randomBytes
  let count = 0
  return (n) => {
    const blocks = Array.from({ length: Math.ceil(n / 64) }, () =>
      createHash('sha512').update(`${idempotencySeed}/sample/${count++}`).digest(),
    )
    return Buffer.concat(blocks).subarray(0, n)
  }
}
