import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import { PROBLEMS, type Problem, type ProblemCode } from '@posthorn/contracts'

// Not imported: a module that imports node:http makes Node.js load its own undici, for the WebSocket that it exports.
const { STATUS_CODES } = process.getBuiltinModule('node:http')

/** Problems for error codes of node's HTTP parser. Other codes mean malformed HTTP. */
const REFUSALS: Record<string, [ProblemCode, string]> = {
  HPE_HEADER_OVERFLOW: [
    'headers_too_large',
    'The URL and the headers of the request are larger than 16 KiB together.',
  ],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ['malformed_http', 'The chunk extensions of the body exceed 16 KiB.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['request_timeout', 'The request did not arrive in time.'],
}

/** Replies, on the socket, to a request that node could not parse. */
export function replyToClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const [code, detail] = REFUSALS[error.code ?? ''] ?? ['malformed_http', 'The request is not readable HTTP.']
  writeProblem(socket, { code, detail })
  socket.destroy(error)
}

/** Writes a problem reply to a socket. The caller closes the socket. */
export function writeProblem(
  socket: Socket,
  { code, detail, headers = {} }: { code: ProblemCode; detail: string; headers?: Record<string, string> },
): void {
  if (!socket.writable) return
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
  const all = {
    'content-type': 'application/problem+json',
    'content-length': String(Buffer.byteLength(body)),
    'x-request-id': requestId,
    connection: 'close',
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  socket.write([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n'))
}
