import type { Egress, SendResult } from '@posthorn/egress'
import { KeyUnavailableError } from '@posthorn/webhook'

const TIMEOUT_MS = 5_000
/** For capacity in egress. */
const WAIT_MS_MAX = 2_000
const BYTES_MAX = 64 * 1024
/** Statuses of the 4xx that say nothing about the text. */
const TEMPORARY = new Set([408, 425, 429])

export interface TextRequest {
  tenantId: string
  url: string
  /** JSON of a POST request; without it, GET. */
  body?: string | undefined
}

/**
 * Fetches a text once, through the SSRF guard. Follows no redirects.
 * @returns undefined when the server replies that there is none (4xx)
 * @throws KeyUnavailableError; its message names the host and nothing internal
 */
export async function fetchText(
  egress: Pick<Egress, 'send'>,
  { tenantId, url, body }: TextRequest,
): Promise<string | undefined> {
  const target = URL.parse(url)
  if (target?.protocol !== 'https:') throw new KeyUnavailableError('Keys are fetched with https only.')
  const { host } = target
  const result = await egress
    .send({
      tenantId,
      url,
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        'user-agent': 'Posthorn',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: Buffer.from(body) }),
      timeoutMs: TIMEOUT_MS,
      waitMsMax: WAIT_MS_MAX,
      responseBytesMax: BYTES_MAX,
    })
    .catch((cause: unknown) => {
      throw new KeyUnavailableError(`${host} cannot be reached now.`, { cause })
    })
  return textOf(result, host)
}

function textOf(result: SendResult, host: string): string | undefined {
  if (result.kind === 'error') {
    const cause = new Error(result.detail)
    throw new KeyUnavailableError(`${host} does not answer: ${result.errorCode}.`, { cause })
  }
  const { statusCode, body, bodyTruncated } = result
  if (statusCode >= 400 && statusCode < 500 && !TEMPORARY.has(statusCode)) return undefined
  if (statusCode !== 200) throw new KeyUnavailableError(`${host} replies with status ${statusCode}.`)
  if (bodyTruncated) throw new KeyUnavailableError(`${host} sends no complete text of up to 64 KiB.`)
  return body.toString()
}
