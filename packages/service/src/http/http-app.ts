import { randomUUID } from 'node:crypto'
import Fastify, { type FastifyBaseLogger, type FastifyRequest, LogController } from 'fastify'
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Metrics } from '../health/metrics.ts'
import type { Logger } from '../logging/logger.ts'
import { watchMethods } from './allowed-methods.ts'
import { replyToClientError } from './client-error.ts'
import { replyWithProblem } from './problem-reply.ts'
import { pathOfTarget, refuseRequests } from './refused-requests.ts'
import { validateWithZod } from './validate.ts'

const REQUEST_ID = /^[\x21-\x7e]{1,128}$/
const REQUEST_MS_MAX = 60_000
/** A connection on which nothing is sent or read for so long is closed: also one whose client does not read its reply. */
const IDLE_MS_MAX = 120_000
const READ_AHEAD_BYTES = 16 * 1024
/** What is counted for a request whose client has gone before it had its reply, as nginx does. */
const CLIENT_CLOSED_REQUEST = 499

export interface HttpAppOptions {
  logger: Logger
  metrics: Metrics
  bodyBytesMax: number
  /** A client has about so long to send its request; a slower one holds a socket, nothing more. Default: a minute. */
  requestMsMax?: number
  /** What the service knows an error of a request to mean. Default: what it says. */
  explain?: (error: unknown, request: FastifyRequest) => unknown
}

/** A fastify application with the conventions that all services share: ids, problems, one line of log a request. */
export function createHttpApp({
  logger,
  metrics,
  bodyBytesMax,
  requestMsMax = REQUEST_MS_MAX,
  explain = itself,
}: HttpAppOptions) {
  // As fastify's own type, so that the application's type does not carry pino's.
  const loggerInstance: FastifyBaseLogger = logger
  const app = Fastify({
    loggerInstance,
    bodyLimit: bodyBytesMax,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    requestTimeout: requestMsMax,
    connectionTimeout: IDLE_MS_MAX,
    http: {
      headersTimeout: requestMsMax,
      connectionsCheckingInterval: requestMsMax / 10,
      // Of each request that waits, so much is read ahead; in chunks of one byte each, a hundred times the memory.
      highWaterMark: READ_AHEAD_BYTES,
      // Node's own 400 would be no problem document.
      requireHostHeader: false,
    },
    rewriteUrl: ({ url = '/' }) => pathOfTarget(url),
    // What comes on an open connection while the app closes is still served, and the connection then closed. Fastify's
    // own 503 would be no problem document and have no Retry-After.
    return503OnClosing: false,
    genReqId: (request) => takeOverId(request.headers['x-request-id']),
    routerOptions: { maxParamLength: 256 },
    clientErrorHandler: replyToClientError,
    frameworkErrors: (error, request, reply) => {
      void replyWithProblem(error, request, reply)
    },
  }).withTypeProvider<ZodTypeProvider>()

  app.setValidatorCompiler(validateWithZod)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler((error, request, reply) => replyWithProblem(explain(error, request), request, reply))
  const methods = watchMethods(app)
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  refuseRequests(app, methods)
  // A connection that is kept would hold up the end of a process that is only answering its last requests. Otherwise none
  // is closed while its request still comes, as fastify does after a 413: the reply would be lost to a client that is
  // sending. Node reads on instead and throws away what comes, for as long as a request may take.
  let isClosing = false
  app.addHook('preClose', async () => {
    isClosing = true
  })
  app.addHook('onSend', async (_request, reply, payload) => {
    if (isClosing) reply.header('connection', 'close')
    else if (reply.hasHeader('connection')) reply.removeHeader('connection')
    return payload
  })
  // Fastify does not count a response that nobody is there to take as one.
  const aborted = new WeakSet<FastifyRequest>()
  app.addHook('onRequest', async (request, reply) => {
    reply.raw.once('close', () => {
      if (reply.raw.writableEnded) return
      aborted.add(request)
      const { method, routeOptions, log } = request
      const { elapsedTime: durationMs } = reply
      metrics.countRequest({ method, route: routeOptions.url, status: CLIENT_CLOSED_REQUEST, ms: durationMs })
      log.info({ method, route: routeOptions.url, durationMs }, 'request.aborted')
    })
  })
  app.addHook('onResponse', async (request, reply) => {
    if (aborted.has(request)) return
    const { method, log } = request
    const { url: route } = request.routeOptions
    const { statusCode, elapsedTime: durationMs } = reply
    metrics.countRequest({ method, route, status: statusCode, ms: durationMs })
    log.debug({ method, route, statusCode, durationMs }, 'request.answered')
  })
  return app
}

const itself = (error: unknown) => error

export type HttpApp = ReturnType<typeof createHttpApp>

/** The caller's `X-Request-Id`, when it is fit to be returned and logged; otherwise a new one. */
function takeOverId(given: string | string[] | undefined): string {
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID()
}
