import { z } from 'zod'
import { EventType, UnreservedEventType } from './event.ts'
import { PageQuery, QueryFlag } from './page.ts'
import { boundedObject, boundedText, Timestamp } from './text.ts'

const KIB = 1024

const EXAMPLE = {
  type: 'object',
  required: ['orderId'],
  properties: { orderId: { type: 'string' }, amount: { type: 'integer', minimum: 0 } },
}

const DATA_SCHEMA = {
  id: 'DataSchema',
  description:
    'A schema of JSON Schema 2020-12. Data that does not fit it cannot be published. It may refer to itself only. ' +
    'Known formats are checked, unknown words ignored',
  example: EXAMPLE,
}
const DataSchema = boundedObject({ bytesMax: 64 * KIB, depthMax: 50 }).meta(DATA_SCHEMA)
const StoredDataSchema = z.record(z.string(), z.unknown()).meta(DATA_SCHEMA)

const fields = {
  description: boundedText(2000)
    .default('')
    .meta({ example: 'A customer has paid for all items of an order.' }),
  schema: DataSchema.nullable().default(null),
  archived: z.boolean().default(false).describe('Whether new events of this type are refused'),
}

/** Body of `POST /v1/event-types`. */
export const NewEventType = z
  .strictObject({ name: UnreservedEventType, ...fields })
  .meta({ id: 'EventTypeCreate', example: { name: 'order.completed', schema: EXAMPLE } })
export type NewEventType = z.infer<typeof NewEventType>

/** Body of `PUT /v1/event-types/{name}`: what is left out becomes empty. */
export const EventTypeInput = z
  .strictObject({
    name: EventType.optional().describe('As in the path; it may be left out'),
    ...fields,
  })
  .meta({ id: 'EventTypePut', example: { schema: EXAMPLE } })
export type EventTypeInput = z.infer<typeof EventTypeInput>

/** An event type of the catalogue, which all tenants share. */
export const EventTypeDetail = z
  .strictObject({
    name: EventType,
    description: z.string(),
    schema: StoredDataSchema.nullable(),
    archived: z.boolean(),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'EventType' })
export type EventTypeDetail = z.infer<typeof EventTypeDetail>

export const EventTypeQuery = PageQuery.extend({
  archived: QueryFlag.optional()
    .describe('Only archived ones, or only those that are not')
    .meta({ example: false }),
})
export type EventTypeQuery = z.infer<typeof EventTypeQuery>
