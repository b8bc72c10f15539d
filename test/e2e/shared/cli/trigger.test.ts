import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@posthorn/contracts'
import { Stripe } from 'stripe'
import { Webhook as SvixWebhook } from 'svix'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cliOf } from '../../../harness/cli/cli-of.ts'
import { type CliUser, createCliUser } from '../../../harness/cli/run-cli.ts'
import { idOf } from '../../../harness/expected.ts'
import { GITHUB, STRIPE, STRIPE_SECRET } from '../../../harness/inbound/senders.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

describe('posthorn trigger', () => {
  const posthorn = sharedPosthorn('idle')
  let tenant: Tenant
  let user: CliUser
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
    user = await cliOf(posthorn, tenant)
  })
  afterEach(() => user.close())

  const eventOf = async (id: unknown) =>
    (await posthorn.api.get<unknown>(`${tenant.path}/events/${String(id)}`)).body

  it('has the server sign a sample and send it through the source', async () => {
    const { id } = await tenant.source(STRIPE.source)
    const [sent] = await user.json([
      'trigger',
      'stripe',
      'invoice.paid',
      '--set',
      'data.object.amount_paid=12345',
    ])
    expect(sent).toEqual({
      provider: 'stripe',
      source: id,
      type: 'invoice.paid',
      status: 202,
      eventId: idOf('evt'),
      code: null,
      detail: null,
    })
    expect(await eventOf(sent?.['eventId'])).toMatchObject({
      type: 'stripe.invoice.paid',
      data: { type: 'invoice.paid', data: { object: { amount_paid: 12345 } } },
    })
  })

  it('sends data of a file, or of an event under a new id', async () => {
    await tenant.source(GITHUB.source)
    const file = path.join(user.home, 'push.json')
    await writeFile(file, '{"ref":"refs/heads/mine"}')
    const [first] = await user.json(['trigger', 'github', 'push', '--file', file])
    const [again] = await user.json(['trigger', 'github', 'push', '--from', String(first?.['eventId'])])
    expect(again?.['eventId']).not.toBe(first?.['eventId'])
    for (const sent of [first, again]) {
      expect(await eventOf(sent?.['eventId'])).toMatchObject({
        type: 'github.push',
        data: { ref: 'refs/heads/mine' },
      })
    }
  })

  it('takes the only source of the provider, and wants to know which of several', async () => {
    const none = await user.run(['trigger', 'stripe'])
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('has no source of stripe')])
    await tenant.source(STRIPE.source)
    await tenant.source({ ...STRIPE.source, name: 'billing' })
    const several = await user.run(['trigger', 'stripe'])
    expect([several.code, several.stderr]).toEqual([2, expect.stringMatching(/--source: .*billing/)])
    expect(await user.json(['trigger', 'stripe', '--source', 'billing'])).toMatchObject([{ status: 202 }])
  })

  it('says when the source rejects it (exit code 1)', async () => {
    const source = await tenant.source(STRIPE.source)
    await posthorn.api.patch(`${tenant.path}/sources/${source.id}`, { enabled: false })
    const { code, stderr } = await user.run(['trigger', 'stripe'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^posthorn: /)
  })

  it.each([
    ['trigger', 'stripe', '--set', 'data.object.amont=500'],
    ['trigger', 'stripe', 'payment_intent.suceeded'],
  ])('refuses what the sample does not have (exit code 2): %s %s %s', async (...args) => {
    await tenant.source(STRIPE.source)
    const { code, stdout } = await user.run(args)
    expect([code, stdout]).toEqual([2, ''])
    const { body } = await posthorn.api.get<Page<unknown>>(`${tenant.path}/events`)
    expect(body.data).toEqual([])
  })
})

describe('posthorn trigger --to', () => {
  let user: CliUser
  let receiver: Receiver
  let status: number
  beforeEach(async () => {
    status = 200
    user = await createCliUser()
    receiver = await startReceiver(() => ({ status }))
  })
  afterEach(async () => {
    await user.close()
    await receiver.close()
  })

  it("signs a sample without a Posthorn, so that Stripe's own library accepts it", async () => {
    const args = ['trigger', 'stripe', '--to', `${receiver.url}/hooks`, '--set', 'data.object.amount=500']
    const [sent] = await user.json(args, { env: { POSTHORN_WEBHOOK_SECRET: STRIPE_SECRET } })
    expect(sent).toMatchObject({ provider: 'stripe', url: `${receiver.url}/hooks`, statusCode: 200 })
    const [request] = await receiver.waitFor(1)
    const event = Stripe.webhooks.constructEvent(
      request?.body ?? '',
      String(request?.headers['stripe-signature']),
      STRIPE_SECRET,
    )
    expect(event).toMatchObject({ type: sent?.['type'], data: { object: { amount: 500 } } })
  })

  it("signs a sample of a sender that uses Svix, so that Svix's own library accepts it", async () => {
    const secret = `whsec_${Buffer.alloc(24, 5).toString('base64')}`
    await user.json(['trigger', 'clerk', 'user.created', '--to', receiver.url, '--secret', secret])
    const [request] = await receiver.waitFor(1)
    const headers = request?.headers as Record<string, string>
    expect(headers['svix-id']).toMatch(/^msg_./)
    const body = request?.body.toString() ?? ''
    // It throws if it does not accept them.
    new SvixWebhook(secret).verify(body, headers)
    const another = `whsec_${Buffer.alloc(24, 6).toString('base64')}`
    expect(() => new SvixWebhook(another).verify(body, headers)).toThrow('No matching signature found')
    expect(JSON.parse(body)).toMatchObject({ type: 'user.created' })
  })

  it('fails unless the server replies with 2xx (exit code 1)', async () => {
    status = 500
    const args = ['trigger', 'github', 'push', '--to', receiver.url, '--secret', 'a secret']
    const { code, stdout } = await user.run(args)
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^github push {2}500 {2}\d+ ms\n$/)])
    await receiver.close()
    expect((await user.run(args)).stdout).toContain('connection_refused')
    receiver = await startReceiver()
  })

  it.each([
    [['trigger'], 'expected a provider'],
    [['trigger', 'carrier-pigeon'], 'provider: expected stripe, '],
    [['trigger', 'stripe', '--to', '3000'], 'expected --secret'],
    [['trigger', 'stripe', '--secret', 'a'], '--secret: expected --to'],
    [
      ['trigger', 'stripe', '--from', 'evt_1', '--to', '3000', '--secret', 'a'],
      '--to or --from, not both: Posthorn sends the data',
    ],
    [['trigger', 'stripe', '--set', 'amount'], 'Expected path=value'],
    [
      ['trigger', 'stripe', '--to', '3000', '--secret', 'a', '--set', 'data.object.amont=1'],
      'data.object.amont',
    ],
    [
      ['trigger', 'stripe', 'order.paid', '--to', '3000', '--secret', 'a'],
      'There are payment_intent.succeeded',
    ],
    [['trigger', 'stripe', '--file', '-', '--to', '3000', '--secret', 'a'], 'expected a JSON object'],
  ])('refuses a wrong command line (exit code 2): %j', async (args, what) => {
    const { code, stderr } = await user.run(args, { input: '[1]' })
    expect(code).toBe(2)
    expect(stderr).toContain(what)
  })

  it('lists the samples', async () => {
    const all = await user.json(['trigger', '--list'])
    expect(all).toContainEqual({ provider: 'stripe', type: 'payment_intent.succeeded' })
    const types = (await user.json(['trigger', 'github', '--list'])).map(({ provider }) => provider)
    expect(new Set(types)).toEqual(new Set(['github']))
  })
})
