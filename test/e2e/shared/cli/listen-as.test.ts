import { verify } from '@octokit/webhooks-methods'
import { Stripe } from 'stripe'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDeveloper, type Developer } from '../../../harness/cli/listening.ts'
import { GITHUB, STRIPE } from '../../../harness/inbound/senders.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { sendWebhook } from '../../../harness/webhooks.ts'

const OWN_SECRET = 'whsec_of_the_application'

describe('posthorn listen --as', () => {
  const posthorn = sharedPosthorn()
  let developer: Developer
  beforeEach(async () => {
    developer = await createDeveloper(posthorn)
  })
  afterEach(() => developer.close())

  const listen = (provider: string) =>
    developer.listen(['--forward-to', developer.server.url, '--as', provider, '--secret', OWN_SECRET])

  it("signs what the provider sent as the provider does, so that Stripe's own library accepts it", async () => {
    const source = await developer.tenant.source(STRIPE.source)
    await listen('stripe')
    await developer.publish('{}', 'order.paid')
    await sendWebhook(source.ingestUrl, await STRIPE.webhook(STRIPE.source.secrets[0] ?? ''))
    const [request] = await developer.server.waitFor(1)
    expect(request?.body.toString()).toBe(STRIPE.body)
    const event = Stripe.webhooks.constructEvent(
      request?.body ?? '',
      String(request?.headers['stripe-signature']),
      OWN_SECRET,
    )
    expect(event.id).toBe(STRIPE.externalId)
    expect(await developer.relays()).toMatchObject([{ eventTypes: ['stripe.*'] }])
  })

  it('sends the headers that name the event, which Octokit needs', async () => {
    const source = await developer.tenant.source(GITHUB.source)
    await listen('github')
    await sendWebhook(source.ingestUrl, await GITHUB.webhook(GITHUB.source.secrets[0] ?? ''))
    const [request] = await developer.server.waitFor(1)
    expect(request?.headers).toMatchObject(GITHUB.headers ?? {})
    const signature = String(request?.headers['x-hub-signature-256'])
    expect(await verify(OWN_SECRET, request?.body.toString() ?? '', signature)).toBe(true)
  })

  it('refuses a provider without a source, and creates no relay for all events (exit code 2)', async () => {
    await developer.tenant.source(GITHUB.source)
    const args = ['--forward-to', developer.server.url, '--as', 'stripe', '--secret', OWN_SECRET]
    const { code, stderr } = await developer.user.run(['listen', ...args])
    expect([code, stderr]).toEqual([2, expect.stringContaining('the tenant has no source of stripe')])
    expect(await developer.relays()).toEqual([])
  })

  it('has a relay of its own, beside that of the same user without --as', async () => {
    await developer.tenant.source(STRIPE.source)
    await developer.listen()
    await listen('stripe')
    const names = (await developer.relays()).map(({ name }) => name)
    expect(names).toHaveLength(2)
    expect(names.filter((name) => name.endsWith('-stripe'))).toHaveLength(1)
  })
})
