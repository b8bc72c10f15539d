import http from 'node:http'
import https from 'node:https'
import { performance } from 'node:perf_hooks'
import { type ForwardedRequest, failureOf, type LocalResult } from './local-result.ts'

/** Of a reply so much is reported, as the worker records it. */
const BODY_BYTES_MAX = 16 * 1024
/** Of the connection, not of the message (RFC 9110, 7.6.1), or set for the local server. */
const NOT_FORWARDED = new Set([
  'connection',
  'content-length',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** How requests are sent to the local server. */
export interface ForwardOptions {
  /** Sent with each request, in place of a header with the same name. */
  headers: Readonly<Record<string, string>>
  /** Accepts any certificate of the local server. */
  insecure: boolean
}

/**
 * Sends a request to a server of this machine. Never follows a redirect, and never rejects: a server that does not reply is
 * a result, too. Each request has a connection of its own, because a server in development restarts at any time.
 */
export function forward(
  { url, method, headers, body, timeoutMs }: ForwardedRequest,
  options: ForwardOptions,
): Promise<LocalResult> {
  const startedMs = performance.now()
  const signal = AbortSignal.timeout(timeoutMs)
  return new Promise((resolve) => {
    const end = (result: Parameters<typeof withDuration>[0]) => resolve(withDuration(result, startedMs))
    const fail = (error: Error) => end(failureOf(error, { isTimeout: signal.aborted }))
    const receive = (response: http.IncomingMessage) => {
      const kept: Buffer[] = []
      let bytes = 0
      response.on('data', (chunk: Buffer) => {
        if (bytes < BODY_BYTES_MAX) kept.push(chunk.subarray(0, BODY_BYTES_MAX - bytes))
        bytes += chunk.length
      })
      response.on('error', fail)
      response.on('end', () => {
        const { statusCode = 0, headers: received } = response
        end({ statusCode, headers: received, body: Buffer.concat(kept), isTruncated: bytes > BODY_BYTES_MAX })
      })
    }
    try {
      const request = open(url, {
        method,
        headers: { ...headersFor(headers, options.headers), 'content-length': body.length },
        signal,
        agent: false,
        rejectUnauthorized: !options.insecure,
      })
      request.on('error', fail)
      request.on('response', receive)
      request.end(body)
    } catch (error) {
      // A header that HTTP does not allow.
      fail(error as Error)
    }
  })
}

function open(url: URL, options: https.RequestOptions): http.ClientRequest {
  return url.protocol === 'https:' ? https.request(url, options) : http.request(url, options)
}

type WithoutDuration<Result> = Result extends { durationMs: number } ? Omit<Result, 'durationMs'> : never

function withDuration(result: WithoutDuration<LocalResult>, startedMs: number): LocalResult {
  return { ...result, durationMs: Math.round(performance.now() - startedMs) }
}

/** The headers of the event that are for the local server, and those of the command line. */
export function headersFor(
  received: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>>,
): Record<string, string> {
  const replaced = new Set(Object.keys(own).map((name) => name.toLowerCase()))
  const kept = Object.entries(received).filter(([name]) => {
    const lower = name.toLowerCase()
    return !NOT_FORWARDED.has(lower) && !replaced.has(lower)
  })
  return { ...Object.fromEntries(kept), ...own }
}
