import { type AttemptRecord, type Database, type NextDeliveryState, recordAttempts } from '@posthorn/database'
import { Client } from 'pg'
import { beforeAll, describe, expect, it } from 'vitest'
import { claimMade, deliveriesTo, madeRecord } from '../../../harness/database/made-deliveries.ts'
import { startWithDatabase } from '../../../harness/database/start-with-database.ts'
import type { Posthorn } from '../../../harness/posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const GONE: NextDeliveryState = {
  status: 'failed',
  reason: 'endpoint_gone',
  disableEndpoint: true,
  failureCount: 1,
  notifyTenant: false,
}
const LOCKED = `
  SELECT 1 FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%locked AS MATERIALIZED%'`

describe('a batch of attempts that were answered with 410', () => {
  let posthorn: Posthorn
  let database: Database
  beforeAll(async () => {
    const started = await startWithDatabase({ services: ['api'] })
    ;({ posthorn, database } = started)
    return started.stop
  })

  /** Records of a 410 from an endpoint of each of two tenants, ordered by endpoint. */
  async function goneEndpoints() {
    const tenants = [await posthorn.createTenant(), await posthorn.createTenant()]
    const endpoints = await Promise.all(
      tenants.map(async (tenant) => ({
        tenant,
        ...(await tenant.endpoint({ url: 'https://example.com/' })),
      })),
    )
    endpoints.sort((a, b) => (a.id < b.id ? -1 : 1))
    const records: AttemptRecord[] = []
    for (const { tenant, id } of endpoints) {
      for (const delivery of await deliveriesTo(database, tenant, [id])) {
        await claimMade(posthorn.database, delivery, { number: 1 })
        records.push(madeRecord(delivery, { number: 1, next: GONE }))
      }
    }
    return {
      endpointIds: endpoints.map(({ id }) => id),
      tenantIds: tenants.map(({ id }) => id).toSorted(),
      disabled: endpoints.map(({ id, tenant }) => ({ tenantId: tenant.id, endpointId: id })),
      records,
    }
  }

  const isFree = async (table: string, column: string, id: string | undefined) => {
    const rows = await posthorn.database.query(
      `SELECT 1 FROM ${table} WHERE ${column} = $1 FOR NO KEY UPDATE SKIP LOCKED`,
      [id],
    )
    return rows.length === 1
  }

  it.each([
    { table: 'endpoints', column: 'id', of: 'endpointIds', isReversed: false },
    { table: 'endpoints', column: 'id', of: 'endpointIds', isReversed: true },
    { table: 'endpoint_gates', column: 'endpoint_id', of: 'endpointIds', isReversed: false },
    { table: 'endpoint_gates', column: 'endpoint_id', of: 'endpointIds', isReversed: true },
    { table: 'tenants', column: 'id', of: 'tenantIds', isReversed: false },
    { table: 'tenants', column: 'id', of: 'tenantIds', isReversed: true },
  ] as const)(
    'locks $table by id, whatever the order of the records (reversed: $isReversed)',
    async ({ table, column, of, isReversed }) => {
      const { records, ...ids } = await goneEndpoints()
      const [first, second] = ids[of]
      const blocker = new Client({ connectionString: posthorn.database.url })
      await blocker.connect()
      try {
        await blocker.query('BEGIN')
        await blocker.query(`SELECT 1 FROM ${table} WHERE ${column} = $1 FOR NO KEY UPDATE`, [first])
        const recording = recordAttempts(database, isReversed ? records.toReversed() : records)
        await waitUntil(
          'the record to wait',
          async () => (await posthorn.database.query(LOCKED)).length === 1,
        )
        expect(await isFree(table, column, second)).toBe(true)
        await blocker.query('COMMIT')
        const { moved, disabled } = await recording
        expect(moved.size).toBe(2)
        expect(disabled).toHaveLength(2)
        expect(disabled).toEqual(expect.arrayContaining(ids.disabled))
      } finally {
        await blocker.end()
      }
      const endpoints = await posthorn.database.query(
        `SELECT enabled, disabled_reason AS reason, notify_at IS NOT NULL AS "isNotificationPending"
         FROM endpoints e JOIN endpoint_gates g ON g.endpoint_id = e.id WHERE e.id = ANY ($1)`,
        [ids.endpointIds],
      )
      const gone = { enabled: false, reason: 'gone', isNotificationPending: true }
      expect(endpoints).toEqual([gone, gone])
    },
  )
})
