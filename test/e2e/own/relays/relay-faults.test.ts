import type { RelayList } from '@posthorn/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import { createRelay } from '../../../harness/relay/relay-of.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

describe('a relay', () => {
  let posthorn: Posthorn
  beforeAll(async () => {
    posthorn = await startPosthorn()
  })
  afterAll(() => posthorn?.stop())

  it('keeps the connection of a listener, however many have come and gone since', async () => {
    const { tenant, relay, publish, listen } = await createRelay(posthorn)
    const first = await listen()
    await first.ready()
    await posthorn.database.query(
      `INSERT INTO relay_connections (id, endpoint_id, host, pid, from_at, connected_at, seen_at, ended_at)
       SELECT 'rcn_z' || lpad(n::text, 25, '0'), $1, 'desktop', n, now(), now(), now(), now() FROM generate_series(100, 200) AS n`,
      [relay.id],
    )
    const other = await listen({ pid: 2, mode: 'share' })
    await other.ready()
    const { body } = await posthorn.api.get<RelayList>(`${tenant.path}/relays`)
    expect(body.data[0]?.connections.map(({ pid }) => pid).toSorted()).toEqual([1, 2])
    other.kill()
    await publish()
    await waitUntil('a delivery', () => first.deliveries.length + other.deliveries.length > 0)
    first.kill()
  })
})
