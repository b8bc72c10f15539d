import { z } from 'zod'
import { EndpointId, TenantId } from '../ids.ts'
import { Timestamp } from '../text.ts'

/** Pending deliveries are counted up to this many, the oldest first: of a tenant, and of each endpoint. */
export const WAITING_COUNTED_MAX = 1000

const Pending = z
  .int()
  .describe(`Deliveries with the status \`pending\`, counted up to ${WAITING_COUNTED_MAX}`)
  .meta({ example: 12 })

/** A tenant in the list of what waits. */
export const TenantWaiting = z
  .strictObject({
    tenantId: TenantId,
    name: z.string().nullable(),
    pending: Pending,
  })
  .meta({ id: 'TenantWaiting' })
export type TenantWaiting = z.infer<typeof TenantWaiting>

export const WaitingReason = z
  .enum([
    'in_flight',
    'scheduled',
    'disabled',
    'no_listener',
    'circuit_open',
    'in_flight_limit',
    'rate_limit',
    'waking',
    'queued',
    'no_worker',
    'queue_unavailable',
    'job_missing',
  ])
  .describe(
    '`in_flight`: a worker makes the attempt now. `scheduled`: the retry schedule makes it due later. ' +
      '`disabled`, `circuit_open`, `in_flight_limit`, `rate_limit`: it is due, and its endpoint accepts none now. ' +
      '`no_listener`: it waits for a listener of its relay. ' +
      '`waking`: the endpoint accepts it again, and a worker wakes it within seconds. ' +
      '`queued`: it is due, and waits for a worker. `no_worker`: the same, and no worker is connected to the database. ' +
      '`queue_unavailable`, `job_missing`: it is due, and the queue does not answer or has no jobs; the sweeper of a worker finds it.',
  )
  .meta({ id: 'WaitingReason' })
export type WaitingReason = z.infer<typeof WaitingReason>

/** Deliveries that wait for the same reason. */
export const WaitingCause = z
  .strictObject({
    reason: WaitingReason,
    deliveries: z.int().meta({ example: 12 }),
    nextAt: Timestamp.nullable().describe(
      'When the first of them is expected to continue; null when unknown',
    ),
  })
  .meta({ id: 'WaitingCause' })
export type WaitingCause = z.infer<typeof WaitingCause>

/** An endpoint, and why its pending deliveries are pending. */
export const EndpointWaiting = z
  .strictObject({
    endpointId: EndpointId,
    url: z.string().describe('Of a relay its name').meta({ example: 'https://example.com/webhooks' }),
    pending: Pending,
    oldestAt: Timestamp.nullable().describe('When the oldest of them was created; null without any'),
    causes: z.array(WaitingCause),
  })
  .meta({ id: 'EndpointWaiting' })
export type EndpointWaiting = z.infer<typeof EndpointWaiting>
