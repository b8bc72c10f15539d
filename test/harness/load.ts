import type { PublishedEvent } from '@posthorn/contracts'
import type { ApiClient } from './api-client.ts'
import type { Tenant } from './posthorn.ts'
import type { Receiver } from './receiver.ts'
import { waitUntil } from './wait-until.ts'

export interface Published {
  /** Events that were answered with 202: these must arrive. */
  accepted: string[]
  /** Publications with another reply or none: these may arrive or not. */
  unanswered: number
}

/**
 * Publishes events one after another on several connections, until `isOver`.
 * @param options.tenant path of the tenant
 */
export async function publishLoad(
  api: ApiClient,
  {
    tenant,
    connections,
    isOver,
  }: { tenant: string; connections: number; isOver: (accepted: number) => boolean },
): Promise<Published> {
  const accepted: string[] = []
  let unanswered = 0
  async function publish(): Promise<void> {
    while (!isOver(accepted.length)) {
      try {
        const reply = await api.post<{ id: string }>(`${tenant}/events`, {
          type: 'load.tick',
          data: { n: accepted.length },
        })
        if (reply.status === 202) accepted.push(reply.body.id)
        else unanswered += 1
      } catch {
        unanswered += 1
      }
    }
  }
  await Promise.all(Array.from({ length: connections }, publish))
  return { accepted, unanswered }
}

/**
 * Publishes one event without data.
 * @throws unless it is accepted as new
 */
export async function publishNew(
  api: ApiClient,
  { path }: Pick<Tenant, 'path'>,
  event: { type: string; id?: string | undefined },
): Promise<PublishedEvent> {
  const { status, body, text } = await api.post<PublishedEvent>(`${path}/events`, { ...event, data: {} })
  if (status !== 202) throw new Error(text)
  return body
}

/**
 * Publishes events before, during and after a disturbance.
 * @param options.tenant path of the tenant
 * @param options.events accepted before `disturb` begins, and again after it has ended
 */
export async function publishAround(
  api: ApiClient,
  options: { tenant: string; connections: number; events: number; deadlineMs: number },
  disturb: () => Promise<void>,
): Promise<Published> {
  const { tenant, connections, events, deadlineMs } = options
  let acceptedNow = 0
  let acceptedMax = Number.POSITIVE_INFINITY
  const load = publishLoad(api, {
    tenant,
    connections,
    isOver: (accepted) => {
      acceptedNow = accepted
      return accepted >= acceptedMax
    },
  })
  await waitUntil('events to be accepted', () => acceptedNow >= events, deadlineMs)
  await disturb()
  acceptedMax = acceptedNow + events
  return load
}

/** Waits until each of these events has arrived at the receiver. */
export async function waitForEvents(
  { received }: Pick<Receiver, 'received'>,
  ids: readonly string[],
  deadlineMs: number,
): Promise<void> {
  const haveArrived = () => {
    const arrived = new Set(received.map(eventIdOf))
    return ids.every((id) => arrived.has(id))
  }
  await waitUntil('every accepted event to arrive', haveArrived, deadlineMs)
}

/** The event of a request at the receiver. */
export function eventIdOf(request: { headers: Record<string, unknown> }): string {
  return String(request.headers['webhook-id'])
}
