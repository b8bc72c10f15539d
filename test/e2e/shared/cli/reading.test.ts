import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cliOf } from '../../../harness/cli/cli-of.ts'
import type { CliUser } from '../../../harness/cli/run-cli.ts'
import { idOf } from '../../../harness/expected.ts'
import { STRIPE, STRIPE_SECRET } from '../../../harness/inbound/senders.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { sendWebhook } from '../../../harness/webhooks.ts'

describe('posthorn', () => {
  const posthorn = sharedPosthorn()
  let receiver: Receiver
  let tenant: Tenant
  let user: CliUser
  let eventId: string
  beforeAll(async () => {
    receiver = await startReceiver((_, index) => ({ status: index === 0 ? 200 : 404 }))
    tenant = await posthorn.createTenant()
    user = await cliOf(posthorn, tenant)
    await user.json(['endpoints', 'create', receiver.url, '--events', 'order.*, user.created'])
    const [event] = await user.json<{ id: string }>([
      'publish',
      'order.paid',
      '--data',
      '{"n":\n12345678901234567890}',
    ])
    eventId = event?.id ?? ''
    await tenant.settled(1)
    await user.json(['publish', 'order.refunded', '--id', 'refund-1'])
    await tenant.settled(2)
  })
  afterAll(async () => {
    await user.close()
    await receiver.close()
  })

  it('lists events, newest first, by type, prefix and external id', async () => {
    const types = async (...args: string[]) => (await user.json(['events', ...args])).map(({ type }) => type)
    expect(await types()).toEqual(['order.refunded', 'order.paid'])
    expect(await types('--type', 'order.paid', '--from', '1h')).toEqual(['order.paid'])
    expect(await types('--type', 'order.*')).toEqual(['order.refunded', 'order.paid'])
    expect(await types('--type', 'refund.*')).toEqual([])
    expect(await types('--external-id', 'refund-1')).toEqual(['order.refunded'])
    expect(await types('--limit', '1')).toEqual(['order.refunded'])
    expect(await types('--to', '1h')).toEqual([])
  })

  it('prints a table for people, and notes on standard error', async () => {
    const { stdout, stderr } = await user.run(['events', '--limit', '1'])
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(/^ID +TYPE +CREATED +EXTERNAL ID$/),
      expect.stringMatching(/^evt_\w+ {2}order\.refunded {2}[\d-]+ [\d:]+ {2}refund-1$/),
      '',
    ])
    expect(stderr).toBe('The first 1 are shown; --limit shows more.\n')
  })

  it('shows an event with all digits of its data, and with its deliveries only to people', async () => {
    const { stdout } = await user.run(['events', eventId])
    expect(stdout).toContain('{"n":\n12345678901234567890}')
    expect(stdout).toMatch(/dlv_\w+ {2}succeeded/)
    const [line, ...more] = (await user.run(['events', eventId, '--json'])).stdout.split('\n')
    expect(line).toContain('"data":{"n": 12345678901234567890}')
    expect(more).toEqual([''])
    expect(line).not.toContain('dlv_')
  })

  it('lists deliveries by status, and shows one with its attempts', async () => {
    const [failed, ...more] = await user.json<{ id: string }>(['deliveries', '--status', 'failed,cancelled'])
    expect(more).toEqual([])
    const [delivery] = await user.json(['deliveries', failed?.id ?? ''])
    expect(delivery).toMatchObject({ id: failed?.id, attempts: [{ number: 1, statusCode: 404 }] })
  })

  it('lists, shows, tests, disables, rotates and deletes endpoints', async () => {
    const [created] = await user.json<{ id: string; secret: string }>([
      'endpoints',
      'create',
      receiver.url,
      '--events',
      'a.b',
      '--header',
      'X-Shop: one',
      '--description',
      'shop',
    ])
    const id = created?.id ?? ''
    expect(created).toMatchObject({ eventTypes: ['a.b'], description: 'shop', secret: expect.any(String) })
    expect((await user.json(['endpoints'])).map((each) => each['id'])).toContain(id)
    expect(await user.json(['endpoints', id])).toMatchObject([{ id, headers: { 'X-Shop': '********' } }])
    expect(await user.json(['endpoints', 'test', id])).toEqual([
      { eventId: idOf('evt'), deliveryId: idOf('dlv') },
    ])
    expect(await user.json(['endpoints', 'disable', id])).toMatchObject([{ status: 'disabled' }])
    expect(await user.json(['endpoints', 'enable', id])).toMatchObject([{ status: 'active' }])
    const [rotated] = await user.json<{ secret: string }>(['endpoints', 'rotate-secret', id, '--grace', '0s'])
    expect(rotated?.secret).not.toBe(created?.secret)
    expect(await user.json(['endpoints', 'delete', id])).toEqual([{ id, deleted: true }])
    expect((await user.run(['endpoints', id])).code).toBe(1)
  })

  it('creates, lists and shows sources, and the requests to one', async () => {
    const [source] = await user.json<{ id: string; ingestUrl: string }>([
      'sources',
      'create',
      'billing',
      'stripe',
      '--secret',
      STRIPE_SECRET,
    ])
    expect(source).toMatchObject({ name: 'billing', provider: 'stripe' })
    expect(await user.json(['sources'])).toEqual([source])
    expect(await user.json(['sources', 'billing'])).toEqual([source])
    const { body } = await sendWebhook(source?.ingestUrl ?? '', await STRIPE.webhook(STRIPE_SECRET))
    await sendWebhook(source?.ingestUrl ?? '', await STRIPE.webhook('whsec_another'))
    const outcomes = (await user.json(['sources', 'billing', '--requests'])).map(({ outcome }) => outcome)
    expect(outcomes).toEqual(['rejected', 'accepted'])
    expect(await user.json(['events', '--source', 'billing'])).toMatchObject([{ id: body.eventId }])
    const { code, stderr } = await user.run(['sources', 'shop'])
    expect(code).toBe(2)
    expect(stderr).toContain('there are billing')
  })

  it('says that an object of another tenant does not exist (exit code 1)', async () => {
    const other = await cliOf(posthorn, await posthorn.createTenant())
    const { code, stdout } = await other.run(['events', eventId])
    expect([code, stdout]).toEqual([1, ''])
    await other.close()
  })

  it('needs the tenant beside the admin key (exit code 2)', async () => {
    const { code, stderr } = await user.run(['events'], {
      env: { POSTHORN_API_KEY: 'the-admin-key-of-the-tests' },
    })
    expect(code).toBe(2)
    expect(stderr).toContain('--tenant')
  })
})
