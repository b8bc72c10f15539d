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
    'A JSON Schema (2020-12). Data that does not match it cannot be published. References must stay inside the schema. ' +
    'Known formats are checked, unknown keywords ignored',
  example: EXAMPLE,
}
const DataSchema = boundedObject({ bytesMax: 64 * KIB, depthMax: 50 }).meta(DATA_SCHEMA)
const StoredDataSchema = z.record(z.string(), z.unknown()).meta(DATA_SCHEMA)

const fields = {
  description: boundedText(2000)
    .default('')
    .meta({ example: 'A customer has paid for all items of an order.' }),
  schema: DataSchema.nullable().default(null),
  archived: z.boolean().default(false).describe('Whether new events of this type are rejected'),
}

/** Body of `POST /v1/event-types`. */
export const NewEventType = z
  .strictObject({ name: UnreservedEventType, ...fields })
  .meta({ id: 'EventTypeCreate', example: { name: 'order.completed', schema: EXAMPLE } })
export type NewEventType = z.infer<typeof NewEventType>

/** Body of `PUT /v1/event-types/{name}`. Omitted fields get their defaults. */
export const EventTypeInput = z
  .strictObject({
    name: EventType.optional().describe('Must equal the name in the path'),
    ...fields,
  })
  .meta({ id: 'EventTypePut', example: { schema: EXAMPLE } })
export type EventTypeInput = z.infer<typeof EventTypeInput>

/** An event type in the catalogue, which all tenants share. */
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
    .describe('Whether to list archived types or the others. Default: all')
    .meta({ example: false }),
})
export type EventTypeQuery = z.infer<typeof EventTypeQuery>
