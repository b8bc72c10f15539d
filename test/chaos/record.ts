import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { ReceiverName } from './receivers.ts'
import { logFileOf } from './restarting-service.ts'
import { WORKERS, type World } from './world.ts'

export interface EventRow {
  id: string
  /** The offer that it came from. */
  offerId: string
}

export interface DeliveryRow {
  id: string
  eventId: string
  receiver: ReceiverName
  status: 'pending' | 'succeeded' | 'failed' | 'cancelled'
  attemptCount: number
}

export interface AttemptRow {
  deliveryId: string
  number: number
  statusCode: number | null
  errorCode: string | null
  result: 'succeeded' | 'failed'
}

/** What Posthorn has recorded. */
export interface Record {
  events: readonly EventRow[]
  deliveries: readonly DeliveryRow[]
  attempts: readonly AttemptRow[]
  /**
   * Deliveries for which a worker logged that it was late: its lease had expired and another worker had claimed the
   * delivery. Once it recorded its attempt, `worker_lost` was no longer recorded.
   */
  supersededDeliveryIds: ReadonlySet<string>
}

/** Reads the record from the database and the logs of the workers. */
export async function readRecord({ postgres, receiverOf, logFolder }: World): Promise<Record> {
  const events = await postgres.query<EventRow>(
    // Events about the tenant's endpoints come from Posthorn itself; they were not offered.
    `SELECT id, convert_from(body, 'UTF8')::json #>> '{data,offer}' AS "offerId" FROM events
    WHERE type NOT LIKE 'posthorn.%'`,
  )
  const deliveries = await postgres.query<Omit<DeliveryRow, 'receiver'> & { endpointId: string }>(
    `SELECT id, event_id AS "eventId", endpoint_id AS "endpointId", status, attempt_count AS "attemptCount"
    FROM deliveries`,
  )
  const attempts = await postgres.query<AttemptRow>(
    `SELECT delivery_id AS "deliveryId", number, status_code AS "statusCode", error_code AS "errorCode", result
    FROM attempts ORDER BY delivery_id, number`,
  )
  return {
    events,
    deliveries: deliveries.map(({ endpointId, ...delivery }) => ({
      ...delivery,
      receiver: receiverNamed(receiverOf.get(endpointId), endpointId),
    })),
    attempts,
    supersededDeliveryIds: await readSuperseded(WORKERS.map((name) => logFileOf({ logFolder, name }))),
  }
}

export function countPending({ postgres }: World): Promise<number> {
  return postgres
    .query<{ count: number }>(`SELECT count(*)::int AS count FROM deliveries WHERE status = 'pending'`)
    .then(([row]) => row?.count ?? 0)
}

function receiverNamed(receiver: ReceiverName | undefined, endpointId: string): ReceiverName {
  if (receiver === undefined) throw new Error(`unknown endpoint in the database: ${endpointId}`)
  return receiver
}

async function readSuperseded(files: readonly string[]): Promise<Set<string>> {
  const superseded = new Set<string>()
  for (const file of files) {
    for await (const line of createInterface({ input: createReadStream(file) })) {
      // A killed process can leave an incomplete line.
      const found = /"deliveryId":"(dlv_\w+)".*"superseded":true/.exec(line)
      if (found?.[1] !== undefined) superseded.add(found[1])
    }
  }
  return superseded
}
