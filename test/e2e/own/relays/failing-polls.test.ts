import type { RelayPolled } from '@posthorn/contracts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ProxiedPosthorn, startProxiedPosthorn } from '../../../harness/database/proxied-posthorn.ts'
import { relayPath } from '../../../harness/relay/listener.ts'
import { createRelay } from '../../../harness/relay/relay-of.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const LISTENER = { host: 'laptop', pid: 1 }
/** Nothing is left of a lease of 30 seconds and 15 more. */
const RELEASED_MS_MAX = 20_000

let posthorn: ProxiedPosthorn
beforeAll(async () => {
  posthorn = await startProxiedPosthorn()
})
afterAll(() => posthorn?.stop())

it('gives the deliveries of a poll back when PostgreSQL fails before its reply', async () => {
  const created = await createRelay(posthorn)
  const poll = (body: object) => posthorn.api.post<RelayPolled>(`${relayPath(created)}/poll`, body)
  await created.publish()
  const { connectionId } = (await poll(LISTENER)).body
  const event = await created.publish()
  const cut = posthorn.proxy.cutAtCommitOf('read-relay-backlog')
  const failed = await poll({ ...LISTENER, connectionId })
  expect(failed.status).toBe(503)
  await cut
  const next = await waitUntil(
    'the delivery to come again',
    async () => {
      const { status, body } = await poll({ ...LISTENER, connectionId })
      return status === 200 && body.deliveries.length > 0 && body
    },
    RELEASED_MS_MAX,
  )
  expect(next.deliveries).toMatchObject([{ eventId: event.id, number: 1 }])
})
