import type { EventId, TenantId } from '@posthorn/contracts'
import { countEvents } from '../counting/counts.ts'
import { lockTenants } from '../sql/lock-tenants.ts'
import { rowsOf } from '../sql/rows-of.ts'
import { type Query, run, type Sql } from '../sql/sql.ts'
import type { RulesVersion } from './rules-version.ts'
import type { ComposedEvent } from './store-events.ts'

/** $1 to $3 are the tenant and the versions of its rules. */
const NAMED = rowsOf<{ id: EventId; externalId: string }>()(
  'n',
  {
    external_id: { type: 'text', of: ({ externalId }) => externalId },
    event_id: { type: 'text', of: ({ id }) => id },
  },
  4,
)
const EVENTS = rowsOf<ComposedEvent>()('e', { type: { type: 'text', of: ({ type }) => type } }, NAMED.next)

// Lock order: the tenant, shared; external ids, sorted as in `store-events`; counts.
const STORE = {
  name: 'store-external-ids',
  text: `
    WITH tenant AS MATERIALIZED (${lockTenants('ARRAY[$1]')}
    ), current AS (
      SELECT id FROM tenant
      WHERE ($2::bigint IS NULL OR $2::bigint = rules_version)
        AND ($3::bigint IS NULL OR $3::bigint = (SELECT version FROM catalogue))
    ), named AS (
      INSERT INTO external_ids (tenant_id, external_id, event_id)
      SELECT current.id, n.external_id, n.event_id
      FROM current CROSS JOIN ${NAMED.from}
      ORDER BY n.external_id, n.event_id
      ON CONFLICT DO NOTHING
      RETURNING event_id
    ), stored AS (
      SELECT current.id AS tenant_id, e.type FROM current CROSS JOIN ${EVENTS.from}
    ), counted AS (${countEvents('stored')}
    )
    SELECT (SELECT count(*)::int FROM named) AS named FROM current`,
}

/** Events that the same transaction has stored without their external ids. */
interface StoredWithoutIds {
  tenantId: TenantId
  events: readonly ComposedEvent[]
  rules: RulesVersion | undefined
}

/**
 * The outcome of storing external ids:
 *
 * - `stored`: all events of the batch have theirs.
 * - `taken`: an external id was taken since it was looked up.
 * - `stale`: the rules have changed, or the tenant has been deleted.
 */
export type ExternalIdsOutcome = 'stored' | 'taken' | 'stale'

/**
 * Stores the external ids of a batch's events, and counts the events. It is the last statement of the transaction, because
 * other events of the tenant wait for its locks. The caller rolls back unless the outcome is `stored`.
 */
export async function storeExternalIds(sql: Sql, batch: StoredWithoutIds): Promise<ExternalIdsOutcome> {
  const { statement, values } = storeExternalIdsQuery(batch)
  const [row] = await run<{ named: number }>(sql, statement, values)
  if (row === undefined) return 'stale'
  return row.named === namedEvents(batch).length ? 'stored' : 'taken'
}

/** The query of {@link storeExternalIds}, for a pipeline. It has no row when the outcome is `stale`. */
export function storeExternalIdsQuery(batch: StoredWithoutIds): Query {
  const { tenantId, events, rules } = batch
  return {
    statement: STORE,
    values: [
      tenantId,
      rules?.tenant,
      rules?.catalogue,
      ...NAMED.values(namedEvents(batch)),
      ...EVENTS.values(events),
    ],
  }
}

/** Those that were published: the providers' ids of others need not be unique in the tenant. */
function namedEvents({ events }: StoredWithoutIds): { id: EventId; externalId: string }[] {
  return events.flatMap(({ id, externalId, sourceId }) =>
    externalId === undefined || sourceId !== undefined ? [] : { id, externalId },
  )
}
