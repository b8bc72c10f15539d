import type { Posthorn } from '@posthorn/client'
import type { RelayPolled } from '@posthorn/contracts'
import { type RelayEvent, relayEventOf } from './relay-event.ts'

/** Two comments, which come every 15 seconds, are missing. */
const SILENCE_MS = 35_000
/** The API answers a poll after 25 seconds. */
const POLL_TIMEOUT_MS = 40_000

/** How a listener connects. */
export interface Connecting {
  /** `/v1/tenants/{tenant}/relays/{id}` */
  path: string
  host: string
  pid: number
  mode: 'take-over' | 'share' | undefined
  backlog: string | undefined
  signal: AbortSignal
}

/** The events of one stream, until it ends. */
export async function* streamRelay(
  posthorn: Posthorn,
  { path, host, pid, mode, backlog, signal }: Connecting,
): AsyncGenerator<RelayEvent, void> {
  const query = { host, pid, mode, backlog }
  // The listener has its own delays between connections.
  const options = { query, signal, retries: 0, idleTimeoutMs: SILENCE_MS }
  for await (const event of posthorn.stream(`${path}/stream`, options)) {
    const relayEvent = relayEventOf(event)
    if (relayEvent !== undefined) yield relayEvent
  }
}

/** The same events by long polls, for networks that hold streams back. Ends only with an error. */
export async function* pollRelay(
  posthorn: Posthorn,
  { path, host, pid, mode, backlog, signal }: Connecting,
): AsyncGenerator<RelayEvent, void> {
  let connectionId: string | undefined
  for (;;) {
    const body =
      connectionId === undefined
        ? { host, pid, mode, backlog }
        : { connectionId, host, pid, mode: sharing(mode) }
    const options = { body, signal, retries: 0, timeoutMs: POLL_TIMEOUT_MS, idempotencyKey: null }
    const polled = await posthorn.request<RelayPolled>('POST', `${path}/poll`, options)
    if (polled.connectionId !== connectionId) yield { kind: 'ready', ready: polled }
    connectionId = polled.connectionId
    for (const delivery of polled.deliveries) yield { kind: 'delivery', delivery }
    if (polled.superseded) yield { kind: 'superseded' }
  }
}

/** A listener that has been away takes nothing over: the other one may have done so on purpose. */
function sharing(mode: Connecting['mode']): Connecting['mode'] {
  return mode === 'share' ? mode : undefined
}
