import type { Headers, InboundEvent, Provider } from '../providers/provider.ts'

/**
 * Reads a verified request that carries one event, of a source without config.
 *
 * @throws {UnreadablePayloadError} when it is not in the provider's format.
 */
export function readOne(provider: Provider, request: { headers: Headers; body: Uint8Array }): InboundEvent {
  const [event, second] = provider.readEvents({ ...request, config: {} })
  if (event === undefined || second !== undefined) throw new Error('expected one event in the request')
  return event
}
