import type { EventTypeDetail, EventTypeInput, EventTypeQuery, NewEventType, Page } from '@posthorn/contracts'
import type { EventType as EventTypeRow } from '../generated/client.ts'
import type { List } from '../sql/cursor.ts'
import { type Database, poolOf, prismaOf } from '../sql/database.ts'
import { pageOfLargeRows } from '../sql/large-rows-page.ts'
import { omitUndefined } from '../sql/omit-undefined.ts'
import { run } from '../sql/sql.ts'

const COLUMNS = 'name, description, schema, archived, created_at AS "createdAt", updated_at AS "updatedAt"'

// Lock order of every write: the event type, the row of `catalogue` (trigger).
const CREATE = {
  name: 'create-event-type',
  text: `
    INSERT INTO event_types (name, description, schema, archived, updated_at) VALUES ($1, $2, $3, $4, now())
    ON CONFLICT (name) DO NOTHING
    RETURNING ${COLUMNS}`,
}

/** Adds an event type to the catalogue. Undefined when the name exists already. */
export async function createEventType(
  database: Database,
  input: NewEventType,
): Promise<EventTypeDetail | undefined> {
  const [row] = await run<EventTypeRow>(poolOf(database), CREATE, valuesOf(input.name, input))
  return row === undefined ? undefined : toDetail(row)
}

const PUT = {
  name: 'put-event-type',
  text: `
    INSERT INTO event_types (name, description, schema, archived, updated_at) VALUES ($1, $2, $3, $4, now())
    ON CONFLICT (name) DO UPDATE SET description = excluded.description, schema = excluded.schema,
      archived = excluded.archived, updated_at = now()
    RETURNING ${COLUMNS}, xmax = 0 AS created`,
}

/** Adds an event type to the catalogue, or replaces it. */
export async function putEventType(
  database: Database,
  name: string,
  input: EventTypeInput,
): Promise<{ eventType: EventTypeDetail; created: boolean }> {
  const [row] = await run<EventTypeRow & { created: boolean }>(poolOf(database), PUT, valuesOf(name, input))
  if (row === undefined) throw new Error('INSERT … ON CONFLICT DO UPDATE returned no row')
  return { eventType: toDetail(row), created: row.created }
}

export async function findEventType(database: Database, name: string): Promise<EventTypeDetail | undefined> {
  const row = await prismaOf(database).eventType.findUnique({ where: { name } })
  return row === null ? undefined : toDetail(row)
}

/** By creation time and name: event types have no ids. */
const LIST: List = { name: 'event-type', position: /^\d{1,14} [A-Za-z0-9._-]{1,128}$/ }

export async function listEventTypes(
  database: Database,
  query: EventTypeQuery,
): Promise<Page<EventTypeDetail>> {
  return pageOfLargeRows(LIST, query, {
    read: (position, take) => {
      const [ms, name] = position?.split(' ') ?? []
      const createdAt = new Date(Number(ms))
      const after =
        name === undefined
          ? {}
          : { OR: [{ createdAt: { lt: createdAt } }, { createdAt, name: { lt: name } }] }
      return prismaOf(database).eventType.findMany({
        where: { ...after, ...omitUndefined({ archived: query.archived }) },
        orderBy: [{ createdAt: 'desc' }, { name: 'desc' }],
        take,
      })
    },
    toPosition: (row) => `${row.createdAt.getTime()} ${row.name}`,
    toItem: toDetail,
  })
}

/** Deletes an event type from the catalogue; its events stay. False when it does not exist. */
export async function deleteEventType(database: Database, name: string): Promise<boolean> {
  const { count } = await prismaOf(database).eventType.deleteMany({ where: { name } })
  return count === 1
}

function valuesOf(name: string, { description, schema, archived }: EventTypeInput): unknown[] {
  return [name, description, schema === null ? null : JSON.stringify(schema), archived]
}

function toDetail(row: EventTypeRow): EventTypeDetail {
  return {
    name: row.name,
    description: row.description,
    schema: row.schema as EventTypeDetail['schema'],
    archived: row.archived,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}
