import type { RelayDelivery, RelayResult } from '@posthorn/contracts'
import { type ForwardOptions, forward } from '../forwarding/forward.ts'
import type { ForwardedRequest, LocalResult } from '../forwarding/local-result.ts'
import { type Route, targetOf } from '../forwarding/route.ts'
import { resultHeaders } from './result-headers.ts'

/** As long as the API accepts it. */
const DETAIL_LENGTH_MAX = 300

/** Where deliveries go on this machine, and how they are changed. */
export interface LocalOptions extends ForwardOptions {
  forwardTo: URL | undefined
  routes: readonly Route[]
  timeoutMs: number
  /** Changes a request before it is sent. */
  prepare: (request: ForwardedRequest) => ForwardedRequest
}

/** Sends a delivery to the local server. */
export async function deliverLocally(
  { eventType, method, headers, bodyBase64 }: RelayDelivery,
  options: LocalOptions,
): Promise<{ url: string; result: LocalResult }> {
  const url = targetOf(eventType, options)
  if (url === undefined) {
    return { url: '', result: notSent(`No --route of the listener matches ${eventType}.`) }
  }
  const body = Buffer.from(bodyBase64, 'base64')
  try {
    const request = options.prepare({ url, method, headers, body, timeoutMs: options.timeoutMs })
    return { url: url.href, result: await forward(request, options) }
  } catch (error) {
    // A body that the provider would not sign.
    return { url: url.href, result: notSent(`Not signed: ${(error as Error).message}`) }
  }
}

function notSent(errorDetail: string): LocalResult {
  return { errorCode: 'connection_failed', errorDetail, durationMs: 0 }
}

/** A result as the API takes it. */
export function relayResultOf({ deliveryId, number }: RelayDelivery, result: LocalResult): RelayResult {
  const { durationMs } = result
  if ('errorCode' in result) {
    const { errorCode, errorDetail } = result
    return { deliveryId, number, errorCode, errorDetail: errorDetail.slice(0, DETAIL_LENGTH_MAX), durationMs }
  }
  const { statusCode, headers, body, isTruncated } = result
  return {
    deliveryId,
    number,
    statusCode,
    durationMs,
    headers: resultHeaders(headers),
    bodyBase64: body.toString('base64'),
    bodyTruncated: isTruncated,
  }
}
