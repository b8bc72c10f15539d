import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cliOf } from '../../../harness/cli/cli-of.ts'
import type { CliUser } from '../../../harness/cli/run-cli.ts'
import { STRIPE, STRIPE_SECRET } from '../../../harness/inbound/senders.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { sendWebhook } from '../../../harness/webhooks.ts'

describe('posthorn replay', () => {
  const posthorn = sharedPosthorn()
  let receiver: Receiver
  let tenant: Tenant
  let user: CliUser
  beforeEach(async () => {
    receiver = await startReceiver()
    tenant = await posthorn.createTenant()
    user = await cliOf(posthorn, tenant)
  })
  afterEach(async () => {
    await user.close()
    await receiver.close()
  })

  it('sends an event again, to all endpoints or to some', async () => {
    const { id: endpointId } = await tenant.endpoint({ url: receiver.url })
    await tenant.endpoint({ url: receiver.url })
    const [event] = await user.json<{ id: string }>(['publish', 'order.paid'])
    await receiver.waitFor(2)
    const [all] = await user.json<{ data: unknown[] }>(['replay', event?.id ?? ''])
    expect(all?.data).toHaveLength(2)
    const [one] = await user.json(['replay', event?.id ?? '', '--endpoint', endpointId])
    expect(one).toMatchObject({ data: [{ endpointId, eventId: event?.id }] })
    await receiver.waitFor(5)
  })

  it('makes one more attempt of a delivery', async () => {
    await tenant.endpoint({ url: receiver.url })
    await user.json(['publish', 'order.paid'])
    const [delivery] = await tenant.settled(1)
    expect(await user.json(['replay', delivery?.id ?? ''])).toMatchObject([{ id: delivery?.id }])
    await receiver.waitFor(2)
  })

  it('processes a request to a source again', async () => {
    const source = await tenant.source(STRIPE.source)
    await sendWebhook(source.ingestUrl, await STRIPE.webhook(STRIPE_SECRET))
    const [request] = await user.json<{ id: string }>(['sources', 'stripe', '--requests'])
    const { code } = await user.run(['replay', request?.id ?? ''])
    expect(code).toBe(0)
  })

  it.each([
    ['replay', 'ep_01h455vb4pex5vsknk084sn02q'],
    ['replay', 'dlv_01h455vb4pex5vsknk084sn02q', '--endpoint', 'ep_01h455vb4pex5vsknk084sn02q'],
  ])('refuses what cannot be replayed: %s %s', async (...args) => {
    expect((await user.run(args)).code).toBe(2)
  })
})
