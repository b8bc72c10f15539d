import { setTimeout } from 'node:timers/promises'
import type { RunningPosthorn, Tenant } from './posthorn.ts'
import { startReceiver } from './receiver.ts'
import { waitUntil } from './wait-until.ts'

/** Measurements of an event. */
export interface Arrival {
  /** From its publication to its arrival. */
  ms: number
  /** How much `count` increased in this time. */
  counted: number
}

/** A tenant with one healthy endpoint. */
export interface Neighbour {
  tenant: Tenant
  /**
   * Publishes events one after another.
   * @param count a counter to sample meanwhile, such as the requests to another tenant's endpoints
   * @returns the p95 of the times, and of the increases of the counter
   */
  p95(events: number, count?: () => number): Promise<Arrival>
  close(): Promise<void>
}

const PAUSE_MS = 20
const DEADLINE_MS = 60_000

export async function createNeighbour(posthorn: RunningPosthorn): Promise<Neighbour> {
  const arrived = new Map<string, Arrival>()
  let count = () => 0
  const receiver = await startReceiver(({ headers }) => {
    arrived.set(String(headers['webhook-id']), { ms: performance.now(), counted: count() })
    return { status: 200 }
  })
  const tenant = await posthorn.createTenant()
  await tenant.endpoint({ url: receiver.url })
  return {
    tenant,
    async p95(events, counting = () => 0) {
      count = counting
      const published = new Map<string, Arrival>()
      for (let number = 0; number < events; number += 1) {
        const begun = { ms: performance.now(), counted: count() }
        const event = { type: 'order.paid', data: { number } }
        const { status, body, text } = await posthorn.api.post<{ id: string }>(`${tenant.path}/events`, event)
        if (status !== 202) throw new Error(`POST events: ${status} ${text}`)
        published.set(body.id, begun)
        await setTimeout(PAUSE_MS)
      }
      const ids = [...published.keys()]
      await waitUntil('the events to arrive', () => ids.every((id) => arrived.has(id)), DEADLINE_MS)
      const of = (what: keyof Arrival) =>
        percentile95(ids.map((id) => (arrived.get(id)?.[what] ?? 0) - (published.get(id)?.[what] ?? 0)))
      return { ms: of('ms'), counted: of('counted') }
    },
    close: () => receiver.close(),
  }
}

function percentile95(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.ceil(0.95 * values.length) - 1] ?? 0
}
