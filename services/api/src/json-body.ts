import { ProblemError } from '@posthorn/contracts'
import { invalidFields } from '@posthorn/service'
import { AmbiguousJsonError, parseJsonText, parseStrictJson, UnreadableJsonError } from '@posthorn/webhook'
import type { FastifyInstance, FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyRequest {
    /** The body's bytes as they came, where there was one: an event's data is kept to the byte. */
    rawBody?: Buffer
  }
}

/** Reads JSON bodies and nothing else, and keeps their bytes. */
export function readJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      request.rawBody = body
      try {
        return request.routeOptions.config.isBatch ? parseJsonText(body) : parseStrictJson(body)
      } catch (error) {
        if (error instanceof UnreadableJsonError)
          throw new ProblemError('malformed_json', error.message, { cause: error })
        if (error instanceof AmbiguousJsonError) throw invalidFields([error.fault])
        throw error
      }
    },
  )
}
