import { type DeliveryId, RELAY_IN_FLIGHT_MAX } from '@posthorn/contracts'
import { claimDeliveries, type SizedDelivery } from '../delivering/claim-deliveries.ts'
import type { ClaimedDelivery } from '../delivering/claimed-delivery.ts'
import { isLeased } from '../delivering/leases.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { rowsOf } from '../sql/rows-of.ts'
import { run } from '../sql/sql.ts'
import type { RelayListener } from './keep-connections.ts'
import { waitsFor } from './waiting-deliveries.ts'

/** Rows read of each kind: as many as may be in flight, and as many that may be sent. */
const READ_MAX = 2 * RELAY_IN_FLIGHT_MAX

// Reads only; the claim decides again under its locks. A superseded connection and that of a disabled relay get
// nothing. Requested attempts come first: a person waits for them. A worker leaves a new one to the listeners at once; one with
// a later reminder could not be signed, and pauses.
const FIND = {
  name: 'find-deliveries-for-listener',
  text: `
    WITH listener AS MATERIALIZED (
      SELECT from_at FROM relay_connections c JOIN endpoints e ON e.id = c.endpoint_id
      WHERE c.id = $1 AND c.endpoint_id = $2 AND c.ended_at IS NULL AND NOT c.superseded AND e.enabled
    ), room AS MATERIALIZED (
      SELECT ${RELAY_IN_FLIGHT_MAX} - count(*) AS count FROM leases WHERE endpoint_id = $2 AND expires_at > now()
    ), requested AS MATERIALIZED (
      SELECT found.id, found.manual_at AS at FROM listener CROSS JOIN LATERAL (
        SELECT id, manual_at FROM deliveries WHERE endpoint_id = $2 AND manual_at IS NOT NULL
          AND (remind_at IS NULL OR remind_at <= now()) LIMIT ${READ_MAX}
      ) AS found
    ), waiting AS MATERIALIZED (
      SELECT found.id, found.next_attempt_at AS at FROM listener CROSS JOIN LATERAL (
        SELECT id, next_attempt_at FROM deliveries WHERE ${waitsFor('$2')}
          AND next_attempt_at >= listener.from_at AND next_attempt_at <= now()
        ORDER BY next_attempt_at LIMIT ${READ_MAX}
      ) AS found
    ), due AS (
      SELECT id, 0 AS rank, at FROM requested
      UNION ALL SELECT id, 1, at FROM waiting WHERE id NOT IN (SELECT id FROM requested)
    )
    SELECT id FROM due WHERE NOT ${isLeased('due.id')} ORDER BY rank, at, id LIMIT greatest(0, (SELECT count FROM room))`,
}

/** The connection that claims, and its relay. */
export type ClaimingListener = Omit<RelayListener, 'tenantId'>

/** What a listener has claimed. */
export interface RelayedClaims {
  claimed: ClaimedDelivery[]
  /** Whether something is left that could be claimed at once. */
  hasMore: boolean
}

/**
 * Claims what waits for a listener: as much as its relay may have in flight, and the caller has room for.
 * @param hasRoomFor as `ClaimOptions.hasRoomFor`
 */
export async function claimRelayed(
  database: Database,
  { connectionId, endpointId }: ClaimingListener,
  hasRoomFor: (delivery: SizedDelivery) => boolean,
): Promise<RelayedClaims> {
  const found = await run<{ id: DeliveryId }>(poolOf(database), FIND, [connectionId, endpointId])
  if (found.length === 0) return { claimed: [], hasMore: false }
  const ids = found.map(({ id }) => id)
  const results = await claimDeliveries(database, ids, { claimer: 'listener', waits: true, hasRoomFor })
  return {
    claimed: results.flatMap((result) => (result.kind === 'claimed' ? [result.delivery] : [])),
    hasMore: results.some(({ kind }) => kind === 'no_room' || kind === 'row_locked'),
  }
}

/** A request that is about to be sent to a listener. */
export interface SentRequest {
  deliveryId: DeliveryId
  attemptNumber: number
  sentAt: Date
  /** As they are recorded. */
  headers: Record<string, string>
}

const SENT = rowsOf<SentRequest>()('sent', {
  delivery_id: { type: 'text', of: ({ deliveryId }) => deliveryId },
  number: { type: 'int', of: ({ attemptNumber }) => attemptNumber },
  sent_at: { type: 'timestamptz', of: ({ sentAt }) => sentAt },
  sent_headers: { type: 'jsonb', of: ({ headers }) => JSON.stringify(headers) },
})

// Lock order: leases. Only the process that claimed them writes these columns, and a record or a later claim deletes or replaces
// them one delivery at a time or behind the lock of their deliveries: free ones are enough.
const NOTE = {
  name: 'note-sent-to-listener',
  text: `
    WITH free AS MATERIALIZED (
      SELECT l.delivery_id, sent.sent_at, sent.sent_headers
      FROM ${SENT.from} JOIN leases l ON l.delivery_id = sent.delivery_id AND l.number = sent.number
      FOR NO KEY UPDATE OF l SKIP LOCKED
    )
    UPDATE leases l SET sent_at = free.sent_at, sent_headers = free.sent_headers
    FROM free WHERE l.delivery_id = free.delivery_id
    RETURNING l.delivery_id AS "deliveryId", l.expires_at AS "expiresAt"`,
}

/**
 * Stores what is sent with the leases, for the records of the attempts.
 * @returns when the leases end, by the ids of their deliveries; a lease that was lost has none
 */
export async function noteSent(
  database: Database,
  sent: readonly SentRequest[],
): Promise<ReadonlyMap<DeliveryId, Date>> {
  const rows = await run<{ deliveryId: DeliveryId; expiresAt: Date }>(
    poolOf(database),
    NOTE,
    SENT.values(sent),
  )
  return new Map(rows.map(({ deliveryId, expiresAt }) => [deliveryId, expiresAt]))
}
