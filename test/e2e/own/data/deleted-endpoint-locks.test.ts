import type { PublishedEvent } from '@posthorn/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

describe('cancelling the deliveries of a deleted endpoint', () => {
  let posthorn: Posthorn
  beforeAll(async () => {
    posthorn = await startPosthorn({ services: ['api'] })
  })
  afterAll(() => posthorn.stop())

  it('waits for none that is locked, and cancels it later', async () => {
    const tenant = await posthorn.createTenant()
    const { id } = await tenant.endpoint({ url: 'https://example.com/' })
    for (let count = 0; count < 2; count += 1)
      await posthorn.api.post<PublishedEvent>(`${tenant.path}/events`, { type: 'order.paid', data: {} })
    const { database } = posthorn
    const pending = async () =>
      (
        await database.query<{ id: string }>(
          "SELECT id FROM deliveries WHERE endpoint_id = $1 AND status = 'pending' ORDER BY id",
          [id],
        )
      ).map((delivery) => delivery.id)
    const [locked, free] = await pending()
    await database.query('BEGIN')
    await database.query('SELECT FROM deliveries WHERE id = $1 FOR NO KEY UPDATE', [locked])
    await posthorn.api.delete(`${tenant.path}/endpoints/${id}`)
    await posthorn.start('worker')
    await waitUntil('the free one to be cancelled', async () => !(await pending()).includes(free ?? ''))
    // A transaction that holds a delivery may lock the gate.
    const [gate] = await database.query<{ isDue: boolean }>(
      'SELECT wake_at IS NOT NULL AS "isDue" FROM endpoint_gates WHERE endpoint_id = $1 FOR NO KEY UPDATE',
      [id],
    )
    expect(gate).toEqual({ isDue: true })
    expect(await pending()).toEqual([locked])
    await database.query('COMMIT')
    await waitUntil('the other one to be cancelled', async () => (await pending()).length === 0)
    await waitUntil('the endpoint to be done', async () => {
      const rows = await database.query(
        'SELECT FROM endpoint_gates WHERE endpoint_id = $1 AND wake_at IS NULL',
        [id],
      )
      return rows.length === 1
    })
  })
})
