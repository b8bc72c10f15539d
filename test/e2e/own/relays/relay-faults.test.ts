import { type Delivery, newId, type Page, type RelayList, type TenantId } from '@posthorn/contracts'
import { claimRelayed, connectListener, releaseClaim } from '@posthorn/database'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../../harness/database/open-database.ts'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import { createRelay, type TenantWithRelay } from '../../../harness/relay/relay-of.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

/** Heartbeats come every five seconds. */
const BEATS_MS_MAX = 30_000
const UNSIGNED_PAUSE_SECONDS = 15

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

  it('sends a retry by hand at once, and pauses when it could not be signed', async () => {
    const created = await createRelay(posthorn)
    const { tenant, relay, publish } = created
    await publish()
    await toWait(created)
    const { body } = await posthorn.api.get<Page<Delivery>>(`${tenant.path}/deliveries`)
    expect(
      await posthorn.api.post(`${tenant.path}/deliveries/${body.data[0]?.id}/retry`, undefined),
    ).toMatchObject({ status: 202 })
    const database = openDatabase(posthorn.database)
    const listener = { connectionId: newId('relayConnection'), endpointId: relay.id }
    await connectListener(database, {
      ...listener,
      tenantId: tenant.id as TenantId,
      host: 'laptop',
      pid: 1,
      mode: undefined,
      // Of what waits, it gets retries only.
      backlog: 0,
    })
    const claim = async () => (await claimRelayed(database, listener, () => true)).claimed[0]
    const claimed = await waitUntil('the retry to be claimed', claim)
    await releaseClaim(database, claimed, UNSIGNED_PAUSE_SECONDS)
    expect(await claim()).toBeUndefined()
    await posthorn.database.query('UPDATE deliveries SET remind_at = now() WHERE endpoint_id = $1', [
      relay.id,
    ])
    expect(await waitUntil('the retry to be claimed again', claim)).toMatchObject({
      deliveryId: claimed.deliveryId,
      attemptNumber: claimed.attemptNumber,
    })
    await database.close()
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
