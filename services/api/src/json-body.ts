import { ProblemError } from '@posthorn/contracts'
import { parseJsonText, UnreadableJsonError } from '@posthorn/webhook'
import type { FastifyInstance } from 'fastify'

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
    async (request: { rawBody?: Buffer }, body: Buffer) => {
      request.rawBody = body
      try {
        return parseJsonText(body)
      } catch (error) {
        if (error instanceof UnreadableJsonError)
          throw new ProblemError('malformed_json', error.message, { cause: error })
        throw error
      }
    },
  )
}
