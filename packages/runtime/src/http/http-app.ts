import { randomUUID } from 'node:crypto'
import Fastify, { type FastifyBaseLogger, type FastifyRequest, LogController } from 'fastify'
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Metrics } from '../health/metrics.ts'
import type { Logger } from '../logging/logger.ts'
import { watchMethods } from './allowed-methods.ts'
import { boundClosing } from './bound-closing.ts'
import { replyToClientError } from './client-error.ts'
import { replyWithProblem } from './problem-reply.ts'
import { pathOfTarget, refuseRequests } from './refused-requests.ts'
import { traceRequests } from './request-span.ts'
import { validateWithZod } from './validate.ts'

const REQUEST_ID = /^[\x21-\x7e]{1,128}$/
const REQUEST_MS_MAX = 60_000
/** A connection on which nothing is sent or read for so long is closed: also one whose client does not read its reply. */
const IDLE_MS_MAX = 120_000
const READ_AHEAD_BYTES = 16 * 1024
/** Status in the metrics for a request whose client closed the connection before the reply, as in nginx. */
const CLIENT_CLOSED_REQUEST = 499

export interface HttpAppOptions {
  logger: Logger
  metrics: Metrics
  bodyBytesMax: number
  /** Time for a client to send its request; a slower one only holds a socket. Default: a minute. */
  requestMsMax?: number
  /** Translates an error of a request. Default: the error itself. */
  explain?: (error: unknown, request: FastifyRequest) => unknown
}

/** A fastify application with the conventions of all services: request ids, problems, one log line for each request. */
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
      // Bytes read ahead for each waiting request. In chunks of one byte they take a hundred times the memory.
      highWaterMark: READ_AHEAD_BYTES,
      // Node's own 400 would be no problem document.
      requireHostHeader: false,
    },
    rewriteUrl: ({ url = '/' }) => pathOfTarget(url),
    // Requests on open connections are still served while the app closes. Fastify's own 503 would be no problem document and have no
    // Retry-After.
    return503OnClosing: false,
    genReqId: (request) => takeOverId(request.headers['x-request-id']),
    routerOptions: { maxParamLength: 256 },
    // Set here and not later: otherwise fastify loads its own compilers, with ajv, at each start. Its types know no others.
    schemaController: {
      compilersFactory: {
        buildValidator: (() => validateWithZod) as never,
        buildSerializer: (() => serializerCompiler) as never,
      },
    },
    clientErrorHandler: replyToClientError,
    frameworkErrors: (error, request, reply) => {
      void replyWithProblem(error, request, reply)
    },
  }).withTypeProvider<ZodTypeProvider>()

  app.setErrorHandler((error, request, reply) => replyWithProblem(explain(error, request), request, reply))
  traceRequests(app)
  const methods = watchMethods(app)
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  refuseRequests(app, methods)
  // While the app closes, connections close after their reply, so that they do not delay the end of the process. Otherwise none closes
  // while its request still arrives, as fastify does after a 413: a client that is still sending would lose the reply. Node reads and
  // discards the rest, within the time limit of a request.
  let isClosing = false
  const closeConnections = boundClosing(app.server)
  app.addHook('preClose', async () => {
    isClosing = true
    closeConnections()
  })
  app.addHook('onSend', async (_request, reply, payload) => {
    if (isClosing) reply.header('connection', 'close')
    else if (reply.hasHeader('connection')) reply.removeHeader('connection')
    return payload
  })
  // A request is aborted when its connection closes before the reply was written.
  const aborted = new WeakSet<FastifyRequest>()
  app.addHook('onRequest', async (request, reply) => {
    reply.raw.once('close', () => {
      if (reply.raw.writableFinished) return
      aborted.add(request)
      const { method, routeOptions, log } = request
      const { elapsedTime: durationMs } = reply
      metrics.countRequest({ method, route: routeOptions.url, status: CLIENT_CLOSED_REQUEST, ms: durationMs })
      log.info({ method, route: routeOptions.url, durationMs }, 'http_request.aborted')
    })
  })
  app.addHook('onResponse', async (request, reply) => {
    if (aborted.has(request)) return
    const { method, log } = request
    const { url: route } = request.routeOptions
    const { statusCode, elapsedTime: durationMs } = reply
    metrics.countRequest({ method, route, status: statusCode, ms: durationMs })
    log.debug({ method, route, statusCode, durationMs }, 'http_request.completed')
  })
  return app
}

const itself = (error: unknown) => error

export type HttpApp = ReturnType<typeof createHttpApp>

/** The caller's `X-Request-Id` when it is safe to return and log; otherwise a new id. */
function takeOverId(given: string | string[] | undefined): string {
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID()
}
