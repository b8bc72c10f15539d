import { EVENT_TYPE_LENGTH_MAX, isReservedEventType } from '../filter/event-type.ts'

/**
 * The type of the event made from an accepted request: the source's prefix and the provider's own type, joined
 * by a dot (contract, "Ingest service"). Always an event type, whatever the provider sent: characters outside of
 * the set become `_`, empty parts are dropped, the rest is cut to 128 characters. A type that would pass for one of
 * Posthorn's own gets `posthorn_` for its first part, so that no sender can announce a disabled endpoint.
 *
 * @param parts.prefix the source's `eventTypePrefix`, may be empty.
 * @param parts.providerType what the provider calls it; `unknown` takes its place when nothing of it is usable.
 */
export function inboundEventType(parts: { prefix: string; providerType: string }): string {
  const names = [...usableParts(parts.prefix), ...usableParts(parts.providerType, 'unknown')]
  const type = names.join('.')
  const unreserved = isReservedEventType(type) ? type.replace('posthorn', 'posthorn_') : type
  return unreserved.slice(0, EVENT_TYPE_LENGTH_MAX).replace(/\.$/, '')
}

function usableParts(text: string, fallback?: string): string[] {
  const parts = text
    .replaceAll(/[^A-Za-z0-9_.-]/gu, '_')
    .split('.')
    .filter((part) => part !== '')
  return parts.length === 0 && fallback !== undefined ? [fallback] : parts
}
