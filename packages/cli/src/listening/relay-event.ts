import type { RelayDelivery, RelayReady } from '@posthorn/contracts'

/** What arrives from a relay, by stream or by poll. */
export type RelayEvent =
  /** The relay exists, and the connection is being made. */
  | { kind: 'connecting' }
  /** The listener is connected. */
  | { kind: 'ready'; ready: RelayReady }
  | { kind: 'delivery'; delivery: RelayDelivery }
  /** Another listener has taken over. */
  | { kind: 'superseded' }

/** An event of the stream; undefined for one of a later version. */
export function relayEventOf({ event, data }: { event: string; data: string }): RelayEvent | undefined {
  switch (event) {
    case 'ready':
      return { kind: 'ready', ready: JSON.parse(data) as RelayReady }
    case 'delivery':
      return { kind: 'delivery', delivery: JSON.parse(data) as RelayDelivery }
    case 'superseded':
      return { kind: 'superseded' }
    default:
      return undefined
  }
}
