import { setTimeout } from 'node:timers/promises'
import type { CreatedRelay } from '@posthorn/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN_KEY, type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import { relayPath } from '../../../harness/relay/listener.ts'
import { createRelay } from '../../../harness/relay/relay-of.ts'
import { LARGE_BODY_MAX, pollUnread, sendLargeWebhook } from '../../../harness/relay/unread.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const LISTENERS_OF_TENANT_MAX = 100
const TOO_MANY = 10
/** A tenant's share of the 64 MiB for bodies has room for two, or for three without any other tenant. */
const LARGE_IN_MEMORY_MAX = 3
const RELAYS = 6
/** A listener that may claim does so within it. */
const CLAIM_MS = 3_000

describe('polls', () => {
  let posthorn: Posthorn
  beforeAll(async () => {
    posthorn = await startPosthorn({ env: LARGE_BODY_MAX })
  })
  afterAll(() => posthorn?.stop())

  it('that connect at the same time are no more than a tenant may have listeners', async () => {
    const created = await createRelay(posthorn)
    const gone = new AbortController()
    let refused = 0
    const polls = Array.from({ length: LISTENERS_OF_TENANT_MAX + TOO_MANY }, async (_, pid) => {
      const response = await fetch(`${posthorn.service('api').url}${relayPath(created)}/poll`, {
        method: 'POST',
        headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' },
        body: JSON.stringify({ host: 'laptop', pid: pid + 1, mode: 'share' }),
        signal: gone.signal,
      })
      expect(response.status).toBe(429)
      expect(await response.json()).toMatchObject({ code: 'rate_limited' })
      refused += 1
    })
    const ended = Promise.allSettled(polls)
    await waitUntil('polls to be refused', () => refused >= TOO_MANY)
    const connected = await waitUntil('the others to be connected', async () => {
      const [row] = await posthorn.database.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM relay_connections WHERE endpoint_id = $1',
        [created.relay.id],
      )
      return row?.count === LISTENERS_OF_TENANT_MAX
    })
    expect(connected).toBe(true)
    expect(refused).toBe(TOO_MANY)
    gone.abort()
    await ended
  })

  it('whose replies are not read hold their memory, so that no more is claimed', async () => {
    const { tenant, relay } = await createRelay(posthorn)
    const relays = [relay]
    for (let number = 1; number < RELAYS; number += 1) {
      const { body } = await posthorn.api.post<CreatedRelay>(`${tenant.path}/relays`, {
        name: `ada@laptop-${number}`,
      })
      relays.push(body)
    }
    // Before the polls, which end after 25 s without a delivery.
    await sendLargeWebhook(tenant)
    const sockets = await Promise.all(
      relays.map((each) => pollUnread(posthorn.service('api').url, { tenant, relay: each })),
    )
    const leased = async () => {
      const [row] = await posthorn.database.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM leases WHERE endpoint_id = ANY ($1)',
        [relays.map(({ id }) => id)],
      )
      return row?.count ?? 0
    }
    await waitUntil('deliveries to be claimed', async () => (await leased()) > 0)
    await setTimeout(CLAIM_MS)
    expect(await leased()).toBeLessThanOrEqual(LARGE_IN_MEMORY_MAX)
    for (const socket of sockets) socket.resume()
    await waitUntil(
      'the others to be claimed as the replies are read',
      async () => (await leased()) === RELAYS,
    )
    for (const socket of sockets) socket.destroy()
  })
})
