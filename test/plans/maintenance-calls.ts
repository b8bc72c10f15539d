import { randomUUID } from 'node:crypto'
import { EndpointId, newId, PageQuery, TenantId } from '@posthorn/contracts'
import {
  cancelExpired,
  cancelExpiredInDefault,
  cancelJob,
  cancelReplays,
  claimSearch,
  deleteBulkLists,
  deleteExpiredDedupeKeys,
  deleteExpiredRejections,
  deleteExpiredSearches,
  deleteOldFailures,
  deleteOldRows,
  deletePartOfTenant,
  deleteTenant,
  findDisabledToNotify,
  findDueBulkJobs,
  findDueRecoveries,
  findEventsToSearch,
  findExhaustedToNotify,
  findFailing,
  findHitsAfter,
  findRemovalSteps,
  listSearchHits,
  previewBulk,
  readEventsToSearch,
  recordSearchPart,
  removeEventContent,
  removeExpiredContent,
  rollUpCounts,
  runBulkPart,
  runRecoveryPart,
  startBulk,
  startRecovery,
  startSearch,
  takeExhaustionsToNotify,
} from '@posthorn/database'
import { type Call, call, prepared } from './calls.ts'
import { endpointOf, TENANTS, tenantOf } from './fill.ts'
import type { World } from './world.ts'

const WEEK_MS = 7 * 24 * 3_600_000
/** Sorts after the time of every id. */
const LAST_DIGITS = 'z'
/** Some events are older. */
const OLD_DAYS = 20
const RECOVERED = EndpointId.parse(endpointOf(1 + TENANTS))
/** The rows that one part of the deletion of a tenant deletes: deliveries and their attempts, events. */
const DELETED = 5000
/** The events of one part of a search. */
const SUCCEEDED = { status: 'succeeded', limit: null } as const
const SEARCHED = 1000

/** The periodic calls of a worker. */
export const MAINTENANCE: Call[] = [
  call('deleting expired dedupe keys', 100, ({ database }) => deleteExpiredDedupeKeys(database, 100)),
  call('deleting old failures', 100, ({ database }) => deleteOldFailures(database, 100)),
  call('deleting expired content of rejected requests', 100, ({ database }) =>
    deleteExpiredRejections(database, 100),
  ),
  call('rolling counts up', 1000, ({ database }) => rollUpCounts(database, 500)),
  call('notifying of deliveries that used up their schedule', 1000, async ({ database }) => {
    await takeExhaustionsToNotify(database, { limit: 20, pauseSeconds: 0 })
    await findExhaustedToNotify(database, RECOVERED, { limit: 100, shown: 20 })
  }),
  call('finding failing endpoints', 20, async ({ database }) => {
    await findFailing(database, { hours: 1, limit: 20 })
    await findDisabledToNotify(database, 20)
  }),
  call('recovering an endpoint', 1000, async ({ database }) => {
    const recovery = {
      id: newId('job'),
      endpointId: RECOVERED,
      since: new Date(Date.now() - 4 * WEEK_MS),
      until: new Date(Date.now() + 4 * WEEK_MS),
      statuses: ['failed' as const, 'cancelled' as const],
    }
    const { id } = await startRecovery(database, TenantId.parse(tenantOf(1)), recovery)
    await findDueRecoveries(database, 10)
    await runRecoveryPart(database, id, 0)
    await runRecoveryPart(database, id, 0)
    await runRecoveryPart(database, id, 0)
  }),
  ...(['retry', 'cancel'] as const).map((action) =>
    // Up to 4,000 index entries are read to list them, and the list is written and deleted.
    call(`a bulk ${action}`, 5000, async ({ database, query }) => {
      const tenantId = TenantId.parse(tenantOf(3))
      const status = [action === 'retry' ? ('failed' as const) : ('pending' as const)]
      const filter = { status, to: new Date(Date.now() + 4 * WEEK_MS) }
      const id = newId('job')
      await startBulk(database, tenantId, { id, action, filter })
      await findDueBulkJobs(database, 10)
      await runBulkPart(database, id)
      // The next parts process what is listed.
      await query("UPDATE bulk_jobs SET started_at = now(), status = 'running' WHERE id = $1", [id])
      for (let part = 0; part < 3; part += 1) await runBulkPart(database, id)
      await cancelJob(database, tenantId, id)
      await deleteBulkLists(database, 100)
    }),
  ),
  call('counting deliveries for a bulk job', 5000, ({ database }) =>
    previewBulk(database, TenantId.parse(tenantOf(3)), { status: ['failed'] }),
  ),
  ...[undefined, 'type.10'].map((exactType) =>
    call(`searching events of ${exactType ?? 'any type'}`, SEARCHED, async ({ database }) => {
      const id = newId('job')
      const search = {
        filter: {},
        from: new Date(Date.now() - 4 * WEEK_MS).toISOString(),
        to: new Date(Date.now() + 4 * WEEK_MS).toISOString(),
        types: ['*'],
      }
      await startSearch(database, TenantId.parse(tenantOf(2)), { id, search })
      const claimed = await claimSearch(database)
      if (claimed === undefined) throw new Error('no search was due')
      const events = await findEventsToSearch(database, claimed, { search, limit: SEARCHED, exactType })
      const ids = events.map((event) => event.id)
      await readEventsToSearch(database, ids)
      const counts = { searched: ids.length, skipped: 0 }
      const part = { reached: ids.at(-1) ?? null, ...counts, hits: ids, ends: SUCCEEDED }
      await recordSearchPart(database, claimed, { part, pauseMs: 0 })
      await listSearchHits(database, claimed.id, PageQuery.parse({}))
      await findHitsAfter(database, claimed.id, { limit: 100 })
      await deleteExpiredSearches(database, 100)
    }),
  ),
  call('finding expired partitions', 100, ({ database }) => findRemovalSteps(database, 7)),
  call('cancelling the deliveries of an expired partition', 300, ({ database }) =>
    cancelExpired(database, { name: 'deliveries_first' }, 100),
  ),
  call('cancelling the replays of expired events', 200, ({ database }) =>
    cancelReplays(database, { to: LAST_DIGITS }, 100),
  ),
  call('deleting old rows without a partition', 200, async ({ database }) => {
    await cancelExpiredInDefault(database, OLD_DAYS, 100)
    await deleteOldRows(database, OLD_DAYS, 100)
  }),
  prepared('removing the content of an event', 10, async ({ database, tenantId, someEvents }) => {
    const [id] = await someEvents(1)
    return async () => id && removeEventContent(database, tenantId, id)
  }),
  prepared('removing the expired content of a tenant', 2000, async ({ database, query }) => {
    await query('UPDATE tenants SET retention_days = 1, content_due_at = now() WHERE id = $1', [tenantOf(4)])
    return () => removeExpiredContent(database)
  }),
  prepared('deleting a tenant', DELETED, async ({ database, query }) => {
    const id = await tenantToDelete(query)
    return async () => {
      await deleteTenant(database, id)
      await deletePartOfTenant(database, id)
    }
  }),
]

/** A tenant with many deliveries, or a new one with a single delivery if there is none. */
async function tenantToDelete(query: World['query']): Promise<TenantId> {
  const [large] = await query<{ id: TenantId }>(
    `SELECT id FROM tenants t WHERE id > $1 AND deleted_at IS NULL AND EXISTS (SELECT FROM deliveries WHERE tenant_id = t.id)
     ORDER BY id DESC LIMIT 1`,
    [tenantOf(5)],
  )
  if (large !== undefined) return large.id
  const id = TenantId.parse(`small-${randomUUID()}`)
  await query('INSERT INTO tenants (id, updated_at) VALUES ($1, now())', [id])
  await query(
    `INSERT INTO deliveries (id, tenant_id, event_id, endpoint_id, event_type, next_attempt_at, created_at)
     VALUES ($2, $1, $3, $4, 'type.1', now(), now())`,
    [id, newId('delivery'), newId('event'), RECOVERED],
  )
  return id
}
