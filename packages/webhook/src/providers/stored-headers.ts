import { reservationOf } from '../delivery/reserved-headers.ts'
import type { Headers, Provider } from './provider.ts'
import { usableHeader } from './reading/header-text.ts'

/** Longer values are left out: identifiers are short. */
const VALUE_LENGTH_MAX = 512

/**
 * The headers of a request that are stored with its event, and sent to endpoints that want the raw body; undefined
 * without any. Only headers that the provider names, so neither credentials nor signatures.
 */
export function storedHeadersOf(
  { storedHeaders }: Pick<Provider, 'storedHeaders'>,
  headers: Headers,
): Record<string, string> | undefined {
  const stored = storedHeaders.flatMap((name) => {
    const value = usableHeader(headers, name)
    return value === undefined || value.length > VALUE_LENGTH_MAX ? [] : [[name, value] as const]
  })
  return stored.length === 0 ? undefined : Object.fromEntries(stored)
}

/** Those that may be sent to an endpoint: an event may be older than a rule about names. */
export function sendableHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => reservationOf(name) === undefined))
}
