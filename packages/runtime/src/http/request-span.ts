import { isTracing, type Span, startSpan } from '@posthorn/tracing'
import { parseTraceparent, type TraceContext } from '@posthorn/webhook'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyRequest {
    /** Set while spans are recorded. */
    span?: Span
  }
}

/** Called every few seconds by supervisors: their spans would hide the others. */
const NOT_TRACED = new Set(['/healthz', '/readyz', '/metrics'])

/** Records a span for each request, if spans are recorded at all. To be called before other hooks are added. */
export function traceRequests(app: Pick<FastifyInstance, 'addHook'>): void {
  if (!isTracing()) return
  app.addHook('onRequest', async (request, reply) => {
    const { method, id } = request
    const { url: route } = request.routeOptions
    if (route !== undefined && NOT_TRACED.has(route)) return
    const span = startSpan(`${method} ${route ?? 'none'}`, () => ({
      kind: 'server',
      parent: parentOf(request),
      attributes: {
        'http.request.method': method,
        ...(route !== undefined && { 'http.route': route }),
        'url.scheme': request.protocol,
        'posthorn.request.id': id,
      },
    }))
    if (span === undefined) return
    request.span = span
    reply.raw.once('close', () => end(span, reply))
  })
}

/** What the work for a request continues: its span, or while none is recorded the span of its caller. */
export function traceOf(request: FastifyRequest): TraceContext | undefined {
  return request.span?.context ?? parentOf(request)
}

function parentOf({ headers }: FastifyRequest): TraceContext | undefined {
  return parseTraceparent(headers['traceparent']?.toString())
}

/** @param reply of a connection that has closed, before or after the reply was written */
function end(span: Span, { raw, statusCode }: FastifyReply): void {
  if (raw.writableFinished) {
    span.set({ 'http.response.status_code': statusCode })
    if (statusCode >= 500) span.fail(String(statusCode))
  } else {
    span.fail('aborted')
  }
  span.end()
}
