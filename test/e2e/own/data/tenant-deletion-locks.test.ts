import type { TenantId } from '@posthorn/contracts'
import { createDatabase, type Database, deletePartOfTenant } from '@posthorn/database'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'

/** A statement that waits for a lock fails after this time. */
const STATEMENT_MS_MAX = 5000

describe('deleting a tenant waits for no row that another transaction has locked', () => {
  let posthorn: Posthorn
  let database: Database
  beforeAll(async () => {
    posthorn = await startPosthorn({ services: ['api'] })
    database = createDatabase({
      url: posthorn.database.url,
      poolMax: 2,
      statementMsMax: STATEMENT_MS_MAX,
      applicationName: 'posthorn-test',
      onError: () => {},
    })
  })
  afterAll(async () => {
    await database.close()
    await posthorn.stop()
  })

  it.each([
    ['a gate', 'endpoint_gates WHERE endpoint_id IN (SELECT id FROM endpoints WHERE tenant_id = $1)'],
    ['a recovery', 'jobs WHERE tenant_id = $1'],
    ['a count', 'counts WHERE tenant_id = $1'],
  ])('%s: it continues when the row is free', async (_row, rows) => {
    const tenant = await posthorn.createTenant()
    const { id } = await tenant.endpoint({ url: 'https://example.com/', eventTypes: ['order.paid'] })
    await posthorn.api.post(`${tenant.path}/events`, { type: 'order.placed', data: {} })
    await posthorn.api.post(`${tenant.path}/endpoints/${id}/recover`, { since: '2020-01-01T00:00:00Z' })
    await posthorn.database.query('UPDATE tenants SET deleted_at = now() WHERE id = $1', [tenant.id])

    await posthorn.database.query('BEGIN')
    const locked = await posthorn.database.query(`SELECT 1 FROM ${rows} FOR NO KEY UPDATE`, [tenant.id])
    expect(locked).toHaveLength(1)
    expect(await deletePartOfTenant(database, tenant.id as TenantId)).toBe('deferred')
    await posthorn.database.query('COMMIT')
    expect(await deletePartOfTenant(database, tenant.id as TenantId)).toBe('gone')
  })
})
