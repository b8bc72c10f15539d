import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

describe('a change of an endpoint locks its gate, then its tenant:', () => {
  let posthorn: Posthorn
  let tenant: Tenant
  beforeAll(async () => {
    posthorn = await startPosthorn({ services: ['api'] })
    tenant = await posthorn.createTenant()
  })
  afterAll(() => posthorn.stop())

  const isOneWaiting = async () => {
    await posthorn.database.query('SELECT pg_stat_clear_snapshot()')
    const rows = await posthorn.database.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    )
    return rows.length === 1
  }

  it.each([
    ['disabling it', 200, (path: string) => posthorn.api.patch(path, { enabled: false })],
    ['deleting it', 204, (path: string) => posthorn.api.delete(path)],
  ])('%s cannot deadlock with a transaction that holds the gate', async (_name, status, change) => {
    const { id } = await tenant.endpoint({ url: 'https://example.com/' })
    await posthorn.database.query('BEGIN')
    await posthorn.database.query('SELECT FROM endpoint_gates WHERE endpoint_id = $1 FOR NO KEY UPDATE', [id])
    const changing = change(`${tenant.path}/endpoints/${id}`)
    await waitUntil('the change to wait for the gate', isOneWaiting)
    await posthorn.database.query('SELECT FROM tenants WHERE id = $1 FOR NO KEY UPDATE', [tenant.id])
    await posthorn.database.query('COMMIT')
    expect((await changing).status).toBe(status)
  })
})
