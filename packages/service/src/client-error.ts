import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { PROBLEMS, type Problem, type ProblemCode } from '@posthorn/contracts'

/** What node's HTTP parser refuses, by its codes. Everything else is not readable HTTP. */
const REFUSALS: Record<string, [ProblemCode, string]> = {
  HPE_HEADER_OVERFLOW: ['headers_too_large', 'The headers of the request are larger than 16 KiB.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['request_timeout', 'The request did not arrive in time.'],
}

/** Answers what never became a request, because node could not read it: there is only a socket to answer on. */
export function replyToClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const [code, detail] = REFUSALS[error.code ?? ''] ?? ['malformed_http', 'The request is not readable HTTP.']
  const { status, title } = PROBLEMS[code]
  const requestId = randomUUID()
  const problem: Problem = {
    type: `urn:posthorn:problem:${code}`,
    title,
    status,
    code,
    detail,
    requestId,
  }
  const body = JSON.stringify(problem)
  if (socket.writable) {
    socket.write(
      [
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
        'content-type: application/problem+json',
        `content-length: ${Buffer.byteLength(body)}`,
        `x-request-id: ${requestId}`,
        'connection: close',
        '',
        body,
      ].join('\r\n'),
    )
  }
  socket.destroy(error)
}
