import { parseOuterJson, parseStrictJson } from '@posthorn/webhook'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { jsonProblem } from './json-problem.ts'

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
      const { itemsOf } = request.routeOptions.config
      try {
        return itemsOf === undefined ? parseStrictJson(body) : parseOuterJson(body, itemsOf)
      } catch (error) {
        throw jsonProblem(error)
      }
    },
  )
}
