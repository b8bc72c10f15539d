import { SWEPT_AFTER_SECONDS } from '../delivering/take-due-deliveries.ts'
import { rowsOf } from '../sql/rows-of.ts'
import { run, type Sql } from '../sql/sql.ts'
import type { ComposedEvent } from './store-events.ts'

/** Deliveries of one statement: it takes some tens of milliseconds, and so do its parameters. */
export const DELIVERIES_OF_PART = 1000

/** `eventNumber`: position of its event in the part, from 1. */
type NumberedDelivery = ComposedEvent['deliveries'][number] & { eventNumber: number }

const DELIVERIES = rowsOf<NumberedDelivery>()('d', {
  id: { type: 'text', of: ({ id }) => id },
  endpoint_id: { type: 'text', of: ({ endpointId }) => endpointId },
  event_number: { type: 'int', of: ({ eventNumber }) => eventNumber },
})
const EVENTS = rowsOf<ComposedEvent>()(
  'e',
  {
    number: { type: 'int', of: (_event, index) => index + 1 },
    id: { type: 'text', of: ({ id }) => id },
    tenant_id: { type: 'text', of: ({ tenantId }) => tenantId },
    type: { type: 'text', of: ({ type }) => type },
    created_at: { type: 'timestamptz', of: ({ createdAt }) => createdAt },
  },
  DELIVERIES.next,
)

// Locks only new rows.
const STORE_DELIVERIES = {
  name: 'store-deliveries',
  text: `
    INSERT INTO deliveries (id, tenant_id, event_id, endpoint_id, event_type, next_attempt_at, remind_at, created_at)
    SELECT d.id, e.tenant_id, e.id, d.endpoint_id, e.type, now(),
      now() + make_interval(secs => ${SWEPT_AFTER_SECONDS}), e.created_at
    FROM ${DELIVERIES.from} JOIN ${EVENTS.from} ON e.number = d.event_number`,
}

/** Whether an event has more deliveries than one statement should store. */
export function isLargeFanOut({ deliveries }: Pick<ComposedEvent, 'deliveries'>): boolean {
  return deliveries.length > DELIVERIES_OF_PART
}

/**
 * Stores the deliveries of events that the same transaction stores later, in parts. It takes no lock that another event
 * could wait for, so it comes before every statement that does.
 * @returns the events without their deliveries
 */
export async function storeFanOuts(sql: Sql, events: readonly ComposedEvent[]): Promise<ComposedEvent[]> {
  for (const part of partsOf(events)) await storePart(sql, part)
  return events.map((event) => ({ ...event, deliveries: [] }))
}

type Part = readonly { event: ComposedEvent; from: number; to: number }[]

function* partsOf(events: readonly ComposedEvent[]): Generator<Part> {
  let part: { event: ComposedEvent; from: number; to: number }[] = []
  let room = DELIVERIES_OF_PART
  for (const event of events) {
    for (let from = 0; from < event.deliveries.length; ) {
      const to = Math.min(event.deliveries.length, from + room)
      part.push({ event, from, to })
      room -= to - from
      from = to
      if (room > 0) continue
      yield part
      part = []
      room = DELIVERIES_OF_PART
    }
  }
  if (part.length > 0) yield part
}

async function storePart(sql: Sql, part: Part): Promise<void> {
  const deliveries = part.flatMap(({ event, from, to }, index) =>
    event.deliveries.slice(from, to).map((delivery) => ({ ...delivery, eventNumber: index + 1 })),
  )
  await run(sql, STORE_DELIVERIES, [
    ...DELIVERIES.values(deliveries),
    ...EVENTS.values(part.map(({ event }) => event)),
  ])
}
