import type { IncomingMessage } from 'node:http'
import { BATCH_EVENTS_MAX, ProblemError } from '@posthorn/contracts'
import type { FairTurns } from '@posthorn/fairness'
import type { RequestCapacity } from '@posthorn/runtime'
import { parseStrictJson, readJsonInSlices, readOuterJsonInSlices } from '@posthorn/webhook'
import type { FastifyContextConfig, FastifyInstance, FastifyRequest } from 'fastify'
import { jsonProblem } from './json-problem.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as received; undefined without one. An event's data is stored byte for byte. */
    rawBody?: Buffer
    /** The names of the body's members. */
    bodyNames?: readonly string[]
  }
}

/** The limit of bodies without event data, which are much smaller. */
export const BODY_BYTES_MAX = 256 * 1024
/** Without event data. A schema checks every value and lists every issue. */
const VALUES_MAX = 10_000
/** A body up to this size is parsed in a few milliseconds, whatever its content. */
const SYNC_PARSE_BYTES_MAX = 16 * 1024

/**
 * Accepts only JSON bodies, and keeps their bytes. Large bodies are parsed in slices, tenants in turn. An empty body
 * counts as none, whatever its content type: many HTTP clients always send a content type.
 */
export function readJsonBodies(
  app: FastifyInstance,
  { turns, capacity }: { turns: FairTurns; capacity: RequestCapacity },
): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', async (request: FastifyRequest) => {
    // Fastify's `parseAs` would keep an object for each chunk until all have arrived.
    const bytesDeclared = Number(request.headers['content-length'] ?? 0)
    const blocks = await capacity.read(request, { bytesDeclared })
    const body = blocks.whole()
    if (body.length === 0) return undefined
    request.rawBody = body
    try {
      const { capacityKey: key = '' } = request
      const value = await turns.run(key, parseBody(body, request.routeOptions.config, { turns, key }))
      if (typeof value === 'object' && value !== null) request.bodyNames = Object.keys(value)
      return value
    } catch (error) {
      throw jsonProblem(error)
    }
  })
  // Only a chunked body can be empty here; any other is refused at its first bytes.
  app.addContentTypeParser('*', async (_request: FastifyRequest, payload: IncomingMessage) => {
    const chunks: AsyncIterable<Buffer> = payload.iterator({ destroyOnReturn: false })
    for await (const chunk of chunks) if (chunk.length > 0) throw notJson()
    return undefined
  })
  app.addHook('onRequest', async ({ raw: { headers } }) => {
    const { 'content-length': length = '0', 'transfer-encoding': coding } = headers
    if (coding === undefined && Number(length) === 0) delete headers['content-type']
  })
}

function notJson(): ProblemError {
  return new ProblemError('unsupported_media_type', 'Send JSON with content-type: application/json.')
}

function parseBody(
  body: Buffer,
  { itemsOf, dataIn }: FastifyContextConfig,
  { turns, key }: { turns: FairTurns; key: string },
): Generator<unknown, unknown> {
  if (itemsOf !== undefined) return readOuterJsonInSlices(body, { name: itemsOf, itemsMax: BATCH_EVENTS_MAX })
  return turns.withMemory(key, body.length, readBodyInSlices(body, dataIn))
}

/**
 * Parses one JSON text as {@link parseStrictJson} does, a large one in slices.
 * @param dataIn the member that may have any number of values. It is checked, and replaced by an empty array or object:
 *   only its bytes are kept ({@link memberBytes}), because its values take up to a hundred times their memory
 */
export function* readBodyInSlices(body: Buffer, dataIn: string | undefined): Generator<undefined, unknown> {
  if (body.length <= SYNC_PARSE_BYTES_MAX) return withoutMember(parseStrictJson(body), dataIn)
  return yield* readJsonInSlices(body, { isStrict: true, valuesMax: VALUES_MAX, unkept: dataIn })
}

/** Empties the member, as {@link readJsonInSlices} does for `unkept`. */
function withoutMember(value: unknown, name: string | undefined): unknown {
  if (name === undefined || !isObject(value)) return value
  const member = value[name]
  if (typeof member === 'object' && member !== null) value[name] = Array.isArray(member) ? [] : {}
  return value
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
