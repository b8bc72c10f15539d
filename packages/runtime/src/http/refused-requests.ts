import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { ProblemError } from '@posthorn/contracts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AllowedMethods } from './allowed-methods.ts'
import { writeProblem } from './client-error.ts'
import { sendProblem } from './problem-reply.ts'

/**
 * Replies, before any other check, to requests without a route: unknown paths, methods that a path does not support, and requests for
 * which node's own reply would have an empty body: without `Host`, with an unknown `Expect`, CONNECT.
 */
export function refuseRequests(app: FastifyInstance, methods: AllowedMethods): void {
  const unexpected = new WeakSet<IncomingMessage>()
  app.server.on('checkExpectation', (message: IncomingMessage, response: ServerResponse) => {
    unexpected.add(message)
    app.server.emit('request', message, response)
  })
  app.server.on('connect', (_message: IncomingMessage, socket: Socket) => {
    const detail = 'There is no CONNECT here: this service is no proxy.'
    writeProblem(socket, { code: 'method_not_allowed', detail, headers: { allow: '' } })
    socket.end()
  })

  app.addHook('onRequest', async (request, reply) => {
    const { raw, is404, routeOptions } = request
    if (unexpected.has(raw)) {
      const detail = `The expectation ${JSON.stringify(raw.headers.expect)} is unknown, only "100-continue" is met.`
      throw new ProblemError('expectation_failed', detail)
    }
    if (raw.httpVersion === '1.1' && raw.headers.host === undefined) {
      throw new ProblemError('malformed_http', 'The request has no Host header.')
    }
    const path = request.url.split('?')[0] ?? ''
    const allowed = is404
      ? methods.of(path)
      : methods.insteadOf(routeOptions.url ?? '', request.params as Record<string, string>)
    if (allowed === undefined) return
    await sendNotServed(request, reply, { path, allowed })
    return reply
  })
}

async function sendNotServed(
  { method }: FastifyRequest,
  reply: FastifyReply,
  { path, allowed }: { path: string; allowed: readonly string[] },
): Promise<void> {
  if (allowed.length === 0) {
    return sendProblem(reply, { code: 'not_found', detail: `There is no ${method} ${path}.` })
  }
  const allow = allowed.join(', ')
  reply.header('allow', allow)
  const detail = `There is no ${method} ${path}, only ${allow}.`
  return sendProblem(reply, { code: 'method_not_allowed', detail })
}

/**
 * The target of a request as a path. It may be a whole URL, as for a proxy, or `*`, as in `OPTIONS *`: fastify cannot route these, not
 * even to its 404 handler.
 */
export function pathOfTarget(target: string): string {
  if (target.startsWith('/')) return target
  const url = /^https?:\/\//i.test(target) ? URL.parse(target) : null
  return url === null ? `/${target}` : url.pathname + url.search
}
