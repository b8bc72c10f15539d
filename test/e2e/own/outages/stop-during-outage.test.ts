import type { Attempt, Page } from '@posthorn/contracts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { expireLeases } from '../../../harness/database/expire-leases.ts'
import { type ProxiedPosthorn, startProxiedPosthorn } from '../../../harness/database/proxied-posthorn.ts'
import { startReceiver } from '../../../harness/receiver.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const RECOVERY_MS = 50_000

let posthorn: ProxiedPosthorn
beforeAll(async () => {
  posthorn = await startProxiedPosthorn({ services: ['api', 'worker'] })
})
afterAll(() => posthorn?.stop())

it('a worker that has sent a request and cannot record it before it stops says so, and another worker repeats the attempt', async () => {
  const held = Promise.withResolvers<void>()
  const receiver = await startReceiver((_request, index) =>
    index === 0 ? { status: 200, after: held.promise } : { status: 200 },
  )
  const tenant = await posthorn.createTenant()
  const endpoint = await tenant.endpoint({ url: receiver.url })
  await posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
  await receiver.waitFor(1)

  const worker = posthorn.service('worker')
  await posthorn.proxy.refuse()
  held.resolve()
  await waitUntil('a write to fail', () => worker.logged('attempt.record_failed').length > 0)
  await worker.stop()
  const unrecorded = worker.logged('attempt.unrecorded')
  expect(unrecorded).toMatchObject([
    { level: 50, tenantId: tenant.id, endpointId: endpoint.id, deliveryId: expect.stringMatching(/^dlv_/) },
  ])
  expect(worker.logged('delivery.send_failed')).toEqual([])

  await posthorn.proxy.pass()
  await expireLeases(posthorn.database)
  await posthorn.start('worker')
  const [delivery] = await tenant.settled(1, RECOVERY_MS)
  expect(delivery).toMatchObject({ id: unrecorded[0]?.['deliveryId'], status: 'succeeded', attemptCount: 2 })
  const attempts = await posthorn.api.get<Page<Attempt>>(`${tenant.path}/deliveries/${delivery?.id}/attempts`)
  expect(attempts.body.data).toMatchObject([
    { number: 2, result: 'succeeded' },
    { number: 1, result: 'failed', errorCode: 'worker_lost' },
  ])
  await receiver.close()
})
