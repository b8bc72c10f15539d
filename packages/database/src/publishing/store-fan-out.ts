import { FIRST_REMINDER_SECONDS } from '../delivering/reminders.ts'
import { run, type Sql } from '../sql/sql.ts'
import type { ComposedEvent } from './store-events.ts'

/** Deliveries of one statement: it takes some tens of milliseconds, and so do its parameters. */
export const DELIVERIES_OF_PART = 1000

// Locks only new rows.
const STORE_DELIVERIES = {
  name: 'store-deliveries',
  text: `
    INSERT INTO deliveries (id, tenant_id, event_id, endpoint_id, event_type, next_attempt_at, remind_at, created_at)
    SELECT d.id, e.tenant_id, e.id, d.endpoint_id, e.type, now(),
      now() + make_interval(secs => ${FIRST_REMINDER_SECONDS}), e.created_at
    FROM unnest($1::text[], $2::text[], $3::int[]) AS d (id, endpoint_id, event)
      JOIN unnest($4::text[], $5::text[], $6::text[], $7::timestamptz[])
        WITH ORDINALITY AS e (id, tenant_id, type, created_at, number) ON e.number = d.event`,
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
    event.deliveries.slice(from, to).map((delivery) => ({ ...delivery, number: index + 1 })),
  )
  await run(sql, STORE_DELIVERIES, [
    deliveries.map(({ id }) => id),
    deliveries.map(({ endpointId }) => endpointId),
    deliveries.map(({ number }) => number),
    part.map(({ event }) => event.id),
    part.map(({ event }) => event.tenantId),
    part.map(({ event }) => event.type),
    part.map(({ event }) => event.createdAt.toISOString()),
  ])
}
