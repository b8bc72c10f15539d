import { once } from 'node:events'
import type { RelayList } from '@posthorn/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import { createRelay } from '../../../harness/relay/relay-of.ts'
import {
  LARGE_BODY_MAX,
  LARGE_BYTES,
  pollUnread,
  sendLargeWebhook,
  streamUnread,
} from '../../../harness/relay/unread.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

/** A lease of 16 seconds, a heartbeat and the end of the stream. Well below what a connection without any traffic has. */
const CLOSED_MS_MAX = 45_000

describe('a stream that its listener does not read', () => {
  let posthorn: Posthorn
  beforeAll(async () => {
    posthorn = await startPosthorn({ env: LARGE_BODY_MAX })
  })
  afterAll(() => posthorn?.stop())

  it('is closed when what it sends is too late, so that another listener gets it', async () => {
    const created = await createRelay(posthorn)
    const { tenant, relay } = created
    await posthorn.api.patch(`${tenant.path}/endpoints/${relay.id}`, { timeoutSeconds: 1 })
    const unread = await streamUnread(posthorn.service('api').url, created)
    await waitUntil('the listener to be connected', async () => {
      const { body } = await posthorn.api.get<RelayList>(`${tenant.path}/relays`)
      return body.data[0]?.connections.length === 1
    })
    await sendLargeWebhook(tenant)
    const other = await created.listenWhenFree({ pid: 2 }, undefined, CLOSED_MS_MAX)
    expect(await other.received(1)).toMatchObject([{ number: expect.any(Number) }])
    other.kill()
    unread.destroy()
  })

  it('is closed likewise when it is the reply to a poll', async () => {
    const created = await createRelay(posthorn)
    const { tenant, relay } = created
    await posthorn.api.patch(`${tenant.path}/endpoints/${relay.id}`, { timeoutSeconds: 1 })
    const unread = await pollUnread(posthorn.service('api').url, created)
    await sendLargeWebhook(tenant)
    await waitUntil('the delivery to be claimed', async () => {
      const leases = await posthorn.database.query('SELECT FROM leases WHERE endpoint_id = $1', [relay.id])
      return leases.length > 0
    })
    const other = await created.listen({ pid: 2, mode: 'share' })
    expect(await other.received(1, CLOSED_MS_MAX)).toMatchObject([{ number: 2 }])
    let bytes = 0
    unread.on('data', (chunk: Buffer) => {
      bytes += chunk.length
    })
    unread.resume()
    await once(unread, 'close')
    expect(bytes).toBeLessThan(LARGE_BYTES)
    other.kill()
  })
})
