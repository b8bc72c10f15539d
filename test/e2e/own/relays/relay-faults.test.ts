import type { RelayList } from '@posthorn/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import { createRelay, type TenantWithRelay } from '../../../harness/relay/relay-of.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

/** Heartbeats come every five seconds. */
const BEATS_MS_MAX = 30_000

describe('a relay', () => {
  let posthorn: Posthorn
  beforeAll(async () => {
    posthorn = await startPosthorn()
  })
  afterAll(() => posthorn?.stop())

  const toWait = async ({ tenant }: TenantWithRelay) =>
    waitUntil('the delivery to wait', async () => {
      const { body } = await posthorn.api.get<RelayList>(`${tenant.path}/relays`)
      return body.data[0]?.waiting === 1
    })

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

  it('that is disabled writes nothing while a listener is connected, and sends what waits once it is enabled', async () => {
    const created = await createRelay(posthorn)
    const { tenant, relay, publish, listen } = created
    const endpoint = `${tenant.path}/endpoints/${relay.id}`
    await publish()
    await toWait(created)
    await posthorn.api.patch(endpoint, { enabled: false })
    const listener = await listen()
    await listener.ready()
    const beat = async () => {
      const seenAt = async () => {
        const [row] = await posthorn.database.query<{ seen: string }>(
          'SELECT seen_at::text AS seen FROM relay_connections WHERE endpoint_id = $1',
          [relay.id],
        )
        return row?.seen
      }
      const before = await seenAt()
      await waitUntil('the next heartbeat', async () => (await seenAt()) !== before, BEATS_MS_MAX)
    }
    const versions = () =>
      posthorn.database.query('SELECT xmin::text FROM deliveries WHERE endpoint_id = $1', [relay.id])
    await beat()
    const before = await versions()
    await beat()
    await beat()
    expect(await versions()).toEqual(before)
    expect(listener.deliveries).toEqual([])
    await posthorn.api.patch(endpoint, { enabled: true })
    await listener.succeed(await listener.received(1))
    await tenant.settled(1)
    listener.kill()
  })

  it('whose secret cannot be decrypted is logged without its ciphertext', async () => {
    const { relay, publish, listen } = await createRelay(posthorn)
    await posthorn.database.query('UPDATE endpoint_secrets SET sealed = $2 WHERE endpoint_id = $1', [
      relay.id,
      Buffer.from('not sealed'),
    ])
    const listener = await listen()
    await listener.ready()
    await publish()
    const [line] = await waitUntil('the log', () => {
      const lines = posthorn.service('api').logged('relay.sign_failed')
      return lines.length > 0 && lines
    })
    expect(line).toMatchObject({ reason: 'secret_unreadable', value: 'secret', endpointId: relay.id })
    expect(JSON.stringify(line)).not.toContain('sealed')
    listener.kill()
  })
})
