import { EVENT_TYPE_LENGTH_MAX, isReservedEventType } from '../filter/event-type.ts'

/**
 * The event type of an accepted request: the source's prefix and the provider's type, joined by a dot. Always a valid
 * event type: other characters become `_`, empty parts are dropped, the result is cut to 128 characters. If the type would
 * be reserved, its first part becomes `posthorn_`, so that no sender can forge Posthorn's own events.
 *
 * @param parts.prefix the source's `eventTypePrefix`, may be empty.
 * @param parts.providerType the provider's name for the type; `unknown` replaces it when no part of it is usable.
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
