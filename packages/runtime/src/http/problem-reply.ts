import {
  type FieldError,
  PROBLEMS,
  type Problem,
  type ProblemCode,
  ProblemError,
  type RequestCause,
  UnavailableError,
} from '@posthorn/contracts'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** How a POST of the route is repeated after an outage. Default: with the same `id` or `Idempotency-Key`. */
    repeat?: string
  }
}

const RETRY_AFTER_SECONDS = 2
const HIDDEN_DETAIL = 'The log of the service has the details under this request id.'
/** Problems for fastify's error codes (https://fastify.dev/docs/latest/Reference/Errors/). */
const FASTIFY_PROBLEMS: Record<string, [ProblemCode, string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['payload_too_large', 'The body is larger than this path takes.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'unsupported_media_type',
    'Send JSON with content-type: application/json.',
  ],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['malformed_json', 'The body is empty: expected a JSON object.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['malformed_json', 'The body is not as long as content-length says.'],
  FST_ERR_BAD_URL: ['not_found', 'The path is not a valid URL.'],
  FST_ERR_MAX_PARAM_LENGTH: ['not_found', 'The path has a part that is too long to name anything.'],
}

/** The problem for fastify's other client errors. */
const OTHER_REFUSAL: [ProblemCode, string] = [
  'malformed_http',
  'The request is not one that this path can read.',
]

const NAMES: Record<UnavailableError['dependency'], string> = { postgresql: 'PostgreSQL', queue: 'The queue' }

/**
 * A write may have been stored although its answer was lost: a connection can end after COMMIT was sent. So no reply claims
 * that nothing was, and each says how to repeat the request without doing the work twice.
 */
function howToRepeat({ method, routeOptions }: FastifyRequest): string {
  const { repeat } = routeOptions.config
  if (method === 'GET' || method === 'HEAD') return '. Repeat the request.'
  if (repeat !== undefined) return `, so the outcome is unknown. ${repeat}`
  return method === 'POST'
    ? ', so the outcome is unknown. Repeat the request with the same `id` or `Idempotency-Key`.'
    : ', so the outcome is unknown. Repeat the request: done twice, it has the same result.'
}

function isClientError(code: string, status: number): boolean {
  return code.startsWith('FST_ERR_') && status >= 400 && status < 500
}

/** Converts an error to a reply. An error outside the catalogue becomes 500, without internal details. */
export async function replyWithProblem(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  if (isAborted(error, request)) {
    // The client has gone. `http_request.aborted` is logged at the end of the request.
    reply.hijack()
    return
  }
  const explained = explain(error, howToRepeat(request))
  const { code } = explained
  const { status } = PROBLEMS[code]
  // A ProblemError is a decision of domain code, not an error to log.
  if (status >= 500 && !(error instanceof ProblemError))
    request.log.error({ err: error, requestId: request.id, code }, 'http_request.failed')
  const retryAfter = retryAfterOf(error, status)
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter))
  if (code === 'unauthorized' || code === 'session_ended') reply.header('www-authenticate', 'Bearer')
  await sendProblem(reply, explained)
}

function retryAfterOf(error: unknown, status: number): number | undefined {
  if (error instanceof ProblemError && error.retryAfterSeconds !== undefined) return error.retryAfterSeconds
  return status === 503 ? RETRY_AFTER_SECONDS : undefined
}

/** Whether reading the body failed because the client closed the connection. */
function isAborted(error: unknown, { raw }: FastifyRequest): boolean {
  return (error as NodeJS.ErrnoException).code === 'ECONNRESET' && raw.destroyed && !raw.complete
}

/** What is specific to a problem reply. */
interface ExplainedProblem {
  code: ProblemCode
  detail: string
  errors?: FieldError[] | undefined
  requestCause?: RequestCause | undefined
}

/** Sends a problem reply. */
export async function sendProblem(
  reply: FastifyReply,
  { code, detail, errors, requestCause }: ExplainedProblem,
): Promise<void> {
  const problem: Problem = {
    type: `urn:posthorn:problem:${code}`,
    ...PROBLEMS[code],
    code,
    detail,
    requestId: reply.request.id,
    ...(errors === undefined ? {} : { errors }),
    ...(requestCause === undefined ? {} : { cause: requestCause }),
  }
  // Set here too, because no hook runs for requests that fastify refuses early.
  reply.header('x-request-id', reply.request.id)
  await reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem))
}

function explain(error: unknown, repeat: string): ExplainedProblem {
  if (error instanceof ProblemError) {
    const { code, message, errors, requestCause } = error
    return { code, detail: message, errors, requestCause }
  }
  if (error instanceof UnavailableError) {
    return { code: 'unavailable', detail: `${NAMES[error.dependency]} did not answer${repeat}` }
  }
  const { code = '', statusCode = 500 } = error as Partial<FastifyError>
  const known = FASTIFY_PROBLEMS[code] ?? (isClientError(code, statusCode) ? OTHER_REFUSAL : undefined)
  return known === undefined
    ? { code: 'internal_error', detail: HIDDEN_DETAIL }
    : { code: known[0], detail: known[1] }
}
