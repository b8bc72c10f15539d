import type { IncomingMessage } from 'node:http'
import { ProblemError } from '@posthorn/contracts'
import { parseOuterJson, parseStrictJson } from '@posthorn/webhook'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { jsonProblem } from './json-problem.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The body's bytes as they came, where there was one: an event's data is kept to the byte. */
    rawBody?: Buffer
  }
}

/**
 * Reads JSON bodies and nothing else, and keeps their bytes. An empty body counts as none, whatever its content type: many
 * HTTP clients send one always.
 */
export function readJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      if (body.length === 0) return undefined
      request.rawBody = body
      const { itemsOf } = request.routeOptions.config
      try {
        return itemsOf === undefined ? parseStrictJson(body) : parseOuterJson(body, itemsOf)
      } catch (error) {
        throw jsonProblem(error)
      }
    },
  )
  // Only a chunked body can turn out to be empty here; of any other its first bytes are enough to refuse it.
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
