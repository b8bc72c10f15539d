import type { ClaimedDelivery } from '@posthorn/database'
import { HEADER_MASK } from '@posthorn/webhook'

const MASK = '[masked]'
/** `webhook-signature`, `x-webhook-signature`, `x-webhook-signature-next`. */
const SIGNATURE_HEADER = /-signature(?:-next)?$/
/** What text of others may contain that is not for logs and pages. */
export const CONTROL_CHARACTERS = /\p{Cc}/gu

/**
 * The headers of a request as they are recorded. A reader of attempts must not be able to send the endpoint a request that only
 * Posthorn could have signed, nor see the values of its custom headers, which are often credentials.
 */
export function maskedRequestHeaders(
  headers: Record<string, string>,
  { headers: customHeaders }: Pick<ClaimedDelivery, 'headers'>,
): Record<string, string> {
  const custom = new Set(customHeaders.map(({ name }) => name))
  const masked = (name: string, value: string) => {
    if (custom.has(name)) return HEADER_MASK
    return SIGNATURE_HEADER.test(name) ? value.replaceAll(/(?<=[,=])\S+/g, MASK) : value
  }
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, masked(name, value)]))
}

/** The headers of a response, which is untrusted, made safe to store and show. */
export function safeResponseHeaders(
  headers: Record<string, string | string[]>,
): Record<string, string | string[]> {
  const entries = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.map(safeText) : safeText(value),
  ])
  return Object.fromEntries(entries)
}

function safeText(text: string): string {
  return text.replaceAll(CONTROL_CHARACTERS, '')
}
