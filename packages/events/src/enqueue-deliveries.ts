import type { ComposedEvent } from '@posthorn/database'
import {
  type DeliveryQueue,
  type EnqueueLog,
  enqueueOrLog,
  type HintPublisher,
  type Reminder,
} from '@posthorn/queue'
import { inSpan } from '@posthorn/tracing'
import type { TraceContext } from '@posthorn/webhook'

export type { EnqueueLog } from '@posthorn/queue'

interface EnqueueDependencies {
  queue: Pick<DeliveryQueue, 'add'>
  live: HintPublisher
  log: EnqueueLog
  /** The span of the request or of the publishing that stored them. Default: none is recorded. */
  trace?: TraceContext | undefined
}

/** Starts adding jobs for the deliveries of stored events, and publishes hints of them. The caller does not wait for either. */
export function enqueueDeliveries(
  { queue, live, log, trace }: EnqueueDependencies,
  ...events: readonly Pick<ComposedEvent, 'id' | 'tenantId' | 'deliveries'>[]
): void {
  for (const { id, tenantId, deliveries } of events) {
    live.publish(tenantId, 'event', [id])
    live.publish(tenantId, 'delivery', idsOf(deliveries), 'pending')
  }
  const reminders = events.flatMap(({ tenantId, deliveries }) =>
    deliveries.map(({ id, endpointId }) => ({ tenantId, endpointId, deliveryId: id, attemptNumber: 1 })),
  )
  const fields = { eventId: events[0]?.id, events: events.length, deliveries: reminders.length }
  const enqueue = () => enqueueOrLog({ queue, log }, reminders, fields)
  if (trace === undefined) void enqueue()
  else void inSpan('enqueue', () => ({ parent: trace, attributes: attributesOf(reminders) }), enqueue)
}

/** One by one: an event may have thousands of deliveries, and hints are of a few. */
function* idsOf(deliveries: Iterable<{ id: string }>): Generator<string> {
  for (const { id } of deliveries) yield id
}

function attributesOf(reminders: readonly Reminder[]) {
  return {
    'messaging.system': 'bullmq',
    'messaging.operation.name': 'add',
    'messaging.operation.type': 'send',
    'messaging.batch.message_count': reminders.length,
  }
}

/** Adds the job for one more attempt of a delivery. */
export async function enqueueAttempt(
  dependencies: { queue: Pick<DeliveryQueue, 'add'>; log: EnqueueLog },
  reminder: Reminder,
): Promise<void> {
  await enqueueOrLog(dependencies, [reminder], { deliveryId: reminder.deliveryId })
}
