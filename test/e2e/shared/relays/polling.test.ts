import type { RelayPolled, RelayResultCounts } from '@posthorn/contracts'
import { describe, expect, it } from 'vitest'
import { problem, reply } from '../../../harness/expected.ts'
import { relayPath } from '../../../harness/relay/listener.ts'
import { createRelay } from '../../../harness/relay/relay-of.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

const LISTENER = { host: 'laptop', pid: 1 }

describe('a listener that polls', () => {
  const posthorn = sharedPosthorn()
  const { api } = posthorn

  it('gets what waits at once, and what comes later as soon as it comes', async () => {
    const created = await createRelay(posthorn)
    const poll = (body: object) => api.post<RelayPolled>(`${relayPath(created)}/poll`, body)
    const waiting = poll(LISTENER)
    const event = await created.publish()
    const first = await waiting
    expect(first).toEqual(
      reply(200, {
        connectionId: expect.stringMatching(/^rcn_/),
        waiting: 0,
        waitingSince: null,
        superseded: false,
        deliveries: [expect.objectContaining({ eventId: event.id, number: 1 })],
      }),
    )
    const { connectionId, deliveries } = first.body
    const results = deliveries.map(({ deliveryId, number }) => ({
      deliveryId,
      number,
      statusCode: 200,
      durationMs: 1,
    }))
    const counts = await api.post<RelayResultCounts>(`${relayPath(created)}/results`, {
      connectionId,
      results,
    })
    expect(counts.body).toEqual({ recorded: 1, ignored: 0 })
    const next = poll({ ...LISTENER, connectionId })
    await created.publish()
    expect((await next).body).toMatchObject({ connectionId, deliveries: [{ number: 1 }] })
    await api.post(`${created.tenant.path}/endpoints/${created.relay.id}/disable`, undefined)
  })

  it('is refused while another listener is connected, and superseded when one takes over', async () => {
    const created = await createRelay(posthorn)
    const poll = (body: object) => api.post<RelayPolled>(`${relayPath(created)}/poll`, body)
    const polling = poll(LISTENER)
    await created.publish()
    const { connectionId } = (await polling).body
    expect(await poll({ host: 'desktop', pid: 2 })).toEqual(
      problem(409, 'relay_busy', expect.stringMatching(/from laptop, process 1,/)),
    )
    const other = await created.listen({ pid: 2, mode: 'take-over' })
    await other.ready()
    expect((await poll({ ...LISTENER, connectionId })).body).toMatchObject({
      superseded: true,
      deliveries: [],
    })
    other.kill()
  })

  it('is refused without its host or process', async () => {
    const created = await createRelay(posthorn)
    expect((await api.post(`${relayPath(created)}/poll`, { host: 'a' })).status).toBe(400)
    expect((await api.get(`${relayPath(created)}/stream?host=a`)).status).toBe(400)
  })
})
