import { z } from 'zod'
import { Endpoint, EventTypePatterns, endpointFields } from '../endpoints/endpoint.ts'
import { EndpointFilter } from '../endpoints/endpoint-filter.ts'
import { EndpointId, RelayConnectionId } from '../ids.ts'
import { distinct, Timestamp } from '../text.ts'

/** Relays of a tenant. */
export const RELAYS_MAX = 20
/** Deliveries of a relay in flight. */
export const RELAY_IN_FLIGHT_MAX = 25
/** Deliveries that wait for a listener; the oldest beyond it are cancelled. */
export const RELAY_WAITING_MAX = 1000
/** How long a delivery waits for a listener. */
export const RELAY_WAITING_HOURS = 24
/** A relay without a listener for so long is removed. */
export const RELAY_IDLE_DAYS = 30

/** Names the listener: by default the user and host of a developer. */
export const RelayName = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._@-]{0,99}$/,
    'expected 1 to 100 of A-Z a-z 0-9 . _ @ - beginning with a letter or digit',
  )
  .meta({ example: 'ada@laptop' })

/** Body of `POST …/relays`. */
export const NewRelay = z
  .strictObject({
    name: RelayName.describe('Unique in the tenant'),
    eventTypes: distinct(EventTypePatterns, 'must not name an event type twice')
      .optional()
      .describe('Default: those of the copied endpoint, otherwise all'),
    filter: EndpointFilter.nullable()
      .optional()
      .describe('Default: the filter of the copied endpoint, otherwise none'),
    copyEndpointId: EndpointId.optional().describe(
      'A new relay gets the subscription, timeout, payload format and signatures of this endpoint',
    ),
    sameSecret: z
      .boolean()
      .optional()
      .describe('Whether a new relay also signs with the secrets of the copied endpoint. Default: false'),
  })
  .refine(({ sameSecret, copyEndpointId }) => sameSecret !== true || copyEndpointId !== undefined, {
    path: ['sameSecret'],
    message: 'expected copyEndpointId as well',
  })
  .meta({ id: 'RelayCreate', example: { name: 'ada@laptop', eventTypes: ['order.*'] } })
export type NewRelay = z.infer<typeof NewRelay>

const Host = z.string().meta({ example: 'laptop' })

/** A listener that is connected to a relay. */
export const RelayConnection = z
  .strictObject({
    connectionId: RelayConnectionId,
    host: Host,
    pid: z.int().meta({ example: 4711 }),
    since: Timestamp,
  })
  .meta({ id: 'RelayConnection' })
export type RelayConnection = z.infer<typeof RelayConnection>

/** Deliveries that wait for a listener. */
export const relayBacklog = {
  waiting: z
    .int()
    .describe(`Deliveries that wait to be sent, counted up to ${RELAY_WAITING_MAX}`)
    .meta({ example: 37 }),
  waitingSince: Timestamp.nullable().describe('Since when the oldest of them waits'),
}

/** An endpoint whose deliveries a listener fetches, such as the CLI on a developer's machine. */
export const Relay = z
  .strictObject({
    id: EndpointId.describe('Also the id of its endpoint'),
    name: RelayName,
    eventTypes: EventTypePatterns,
    filter: Endpoint.shape.filter,
    enabled: z.boolean(),
    timeoutSeconds: endpointFields.timeoutSeconds,
    connections: z.array(RelayConnection).describe('The listeners that are connected now'),
    ...relayBacklog,
    createdAt: Timestamp,
  })
  .meta({ id: 'Relay' })
export type Relay = z.infer<typeof Relay>

/** Reply of `POST …/relays`. */
export const CreatedRelay = Relay.extend({
  secret: z
    .string()
    .nullable()
    .describe(
      'Shown only in the reply that creates the relay; null with `sameSecret` and for a relay that was found',
    ),
}).meta({ id: 'RelayWithSecret', extends: 'Relay' })
export type CreatedRelay = z.infer<typeof CreatedRelay>

/** Reply of `GET …/relays`. A tenant has at most 20, so there is no page. */
export const RelayList = z.strictObject({ data: z.array(Relay) }).meta({ id: 'RelayList' })
export type RelayList = z.infer<typeof RelayList>
