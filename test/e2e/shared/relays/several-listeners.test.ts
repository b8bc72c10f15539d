import { describe, expect, it } from 'vitest'
import { createRelay } from '../../../harness/relay/relay-of.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

describe('several listeners of a relay, at two APIs,', () => {
  const posthorn = sharedPosthorn()
  const [first, second] = posthorn.services('api').map(({ url }) => url)

  it('need a mode: without one the second is refused, and the reply names the first', async () => {
    const { listen, listenWhenFree } = await createRelay(posthorn)
    const one = await listen({ host: 'laptop', pid: 11 }, first)
    await one.ready()
    const other = await listen({ host: 'desktop', pid: 12 }, second)
    expect(other.status).toBe(409)
    expect(other.refusal).toMatchObject({
      code: 'relay_busy',
      detail: expect.stringMatching(/from laptop, process 11, since \d{4}-/),
    })
    one.kill()
    const again = await listenWhenFree({ host: 'desktop', pid: 12 }, second)
    again.kill()
  })

  it('take over: the first is told, and gets nothing any more', async () => {
    const { publish, listen, tenant } = await createRelay(posthorn)
    const one = await listen({ pid: 1 }, first)
    await one.ready()
    const other = await listen({ pid: 2, mode: 'take-over' }, second)
    await other.ready()
    await waitUntil('the first to be superseded', () => one.isSuperseded() && one.hasEnded())
    await publish()
    await other.succeed(await other.received(1))
    await tenant.settled(1)
    expect(one.deliveries).toEqual([])
    other.kill()
  })

  it('share: each delivery goes to one of them', async () => {
    const { publishMany, listen, tenant } = await createRelay(posthorn)
    const one = await listen({ pid: 1 }, first)
    await one.ready()
    const other = await listen({ pid: 2, mode: 'share' }, second)
    await other.ready()
    await publishMany(10)
    await waitUntil('all deliveries', () => one.deliveries.length + other.deliveries.length >= 10)
    const ids = [...one.deliveries, ...other.deliveries].map(({ deliveryId }) => deliveryId)
    expect(new Set(ids).size).toBe(10)
    await Promise.all(
      [one, other].map(async (each) => {
        if (each.deliveries.length > 0) await each.succeed(each.deliveries)
      }),
    )
    await tenant.settled(10)
    expect(one.isSuperseded() || other.isSuperseded()).toBe(false)
    one.kill()
    other.kill()
  })

  it('are the same one if host and process are: the later replaces the earlier', async () => {
    const { publish, listen, tenant } = await createRelay(posthorn)
    const earlier = await listen({ pid: 1 }, first)
    await earlier.ready()
    const later = await listen({ pid: 1 }, second)
    expect(later.status).toBe(200)
    await later.ready()
    await publish()
    await later.succeed(await later.received(1))
    await tenant.settled(1)
    await waitUntil('the earlier to end', () => earlier.hasEnded())
    expect([earlier.isSuperseded(), earlier.deliveries]).toEqual([false, []])
    later.kill()
  })
})
