import { HEADER_MASK } from '../delivery/custom-headers.ts'
import type { Headers } from './provider.ts'

/** Standard headers (RFC 9110 and others) that have no credentials. */
const HARMLESS: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'date',
  'expect',
  'host',
  'traceparent',
  'transfer-encoding',
  'user-agent',
])
/** What providers call the headers that identify a delivery: `webhook-id`, `x-github-event`, `x-shopify-topic`. */
const IDENTIFYING = /(?:^|-)(?:id|event|type|topic|action|delivery|timestamp|time|version|attempt|hops)$/
/** Part of the name of a header that may be a credential, whatever it ends with: `x-auth-id`. */
const CREDENTIAL = /auth|cookie|credential|hash|hmac|jwt|key|pass|secret|session|sign|token/

/**
 * The headers of an untrusted request as they may be shown: with every name, and with the values that help to recognise the
 * request. All others are masked, because they may be signatures or credentials.
 * @param headers with lower-case names
 */
export function maskedHeaders(headers: Headers): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, isShown(name) ? value : HEADER_MASK]],
    ),
  )
}

function isShown(name: string): boolean {
  return HARMLESS.has(name) || (IDENTIFYING.test(name) && !CREDENTIAL.test(name))
}
