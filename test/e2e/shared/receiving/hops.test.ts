import type {
  Delivery,
  EventSummary,
  InboundRequest,
  Page,
  PublishedEvent,
  Source,
} from '@posthorn/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { problem } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'
import { sendWebhook, standardWebhook, stripeWebhook } from '../../../harness/webhooks.ts'

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const looped = problem(
  508,
  'loop_detected',
  'The event has gone through Posthorn more than 5 times: an endpoint sends its events back to a source.',
)

const posthorn = sharedPosthorn()
let receiver: Receiver
let tenant: Tenant
beforeAll(async () => {
  receiver = await startReceiver()
})
beforeEach(async () => {
  tenant = await posthorn.createTenant()
})
afterAll(() => receiver.close())

async function listOf<Item>(path: string): Promise<Item[]> {
  return (await posthorn.api.get<Page<Item>>(`${tenant.path}/${path}`)).body.data
}

/** The header `x-posthorn-hops` of the tenant's received requests, in order. */
const receivedHops = () =>
  receiver.received
    .filter(({ path }) => path === `/${tenant.id}`)
    .map(({ headers }) => headers['x-posthorn-hops'])

describe('an endpoint that sends events back to a source of Posthorn', () => {
  it('gets an event five times, then the loop ends', async () => {
    const source = await tenant.source({
      name: 'loop',
      provider: 'standard-webhooks',
      secrets: [SECRET],
    })
    // One delivery of each event is sent back. It is signed with the secret that the source trusts.
    const endpoint = await tenant.endpoint({ url: source.ingestUrl, retrySchedule: [] })
    const path = `${tenant.path}/endpoints/${endpoint.id}`
    const rotated = await posthorn.api.post(`${path}/rotate-secret`, { secret: SECRET, graceSeconds: 0 })
    expect(rotated.status).toBe(200)
    await tenant.endpoint({ url: `${receiver.url}/${tenant.id}` })

    await posthorn.api.post(`${tenant.path}/events`, { type: 'order.made', data: {} })
    const finished = await tenant.settled(12)

    expect(await listOf<EventSummary>('events?limit=250')).toHaveLength(6)
    const back = finished.filter(({ endpointId }) => endpointId === endpoint.id)
    expect(back.map(({ status }) => status)).toEqual([...Array(5).fill('succeeded'), 'failed'])
    expect(new Set(receivedHops())).toEqual(new Set(['1', '2', '3', '4', '5', '6']))
    expect(receivedHops()).toHaveLength(6)

    const [last] = await listOf<{ statusCode: number }>(`deliveries/${back.at(-1)?.id}/attempts`)
    expect(last?.statusCode).toBe(508)
    const requests = await listOf<InboundRequest>(`sources/${source.id}/requests`)
    expect(requests.map(({ outcome, cause }) => [outcome, cause])).toEqual([
      ['rejected', 'loop_detected'],
      ...Array.from({ length: 5 }, () => ['accepted', null]),
    ])
  })
})

describe('the hops of an event', () => {
  const stripeSource = (): Promise<Source> =>
    tenant.source({ name: 'stripe', provider: 'stripe', secrets: ['whsec_of_stripe'] })
  const send = ({ ingestUrl }: Source, hops: Record<string, string>) => {
    const { headers, body } = stripeWebhook('whsec_of_stripe', '{"id":"evt_1","type":"order.made"}')
    return sendWebhook(ingestUrl, { body, headers: { ...headers, ...hops } })
  }

  it.each([
    ['are one for a published event', undefined, '1'],
    ['are one more than those of the request that carried it', '3', '4'],
    ['use the largest number when a proxy has added one', '1, 4', '5'],
    ['are one when the header is not a number', 'many', '1'],
    ['are one when the header is negative', '-9', '1'],
  ])('%s', async (_name, hops, expected) => {
    await tenant.endpoint({ url: `${receiver.url}/${tenant.id}` })
    const header: Record<string, string> = hops === undefined ? {} : { 'x-posthorn-hops': hops }
    const sent =
      hops === undefined
        ? await posthorn.api.post(`${tenant.path}/events`, { type: 'a', data: {} })
        : await send(await stripeSource(), header)
    expect(sent.status).toBe(202)
    await waitUntil('the delivery', () => receivedHops().length > 0)
    expect(receivedHops()).toEqual([expected])
  })

  it.each(['6', '007', '9'.repeat(300), '0, 6'])(
    'of %s are too many, which is reported before the body and its signature are checked',
    async (hops) => {
      const source = await stripeSource()
      expect(await send(source, { 'x-posthorn-hops': hops })).toEqual(looped)
      expect(await send(source, { 'x-posthorn-hops': hops, 'stripe-signature': 'x' })).toEqual(looped)
      expect(await listOf('events')).toEqual([])
    },
  )

  it('are counted on when a receiver publishes what it got, with the header', async () => {
    await tenant.endpoint({ url: `${receiver.url}/${tenant.id}` })
    const publish = (hops: string) =>
      posthorn.api.post<PublishedEvent>(
        `${tenant.path}/events`,
        { type: 'order.made', data: {} },
        { 'x-posthorn-hops': hops },
      )
    expect((await publish('5')).status).toBe(202)
    await waitUntil('the delivery', () => receivedHops().length > 0)
    expect(receivedHops()).toEqual(['6'])
    expect(await publish('6')).toEqual(looped)
    const batch = await posthorn.api.post(
      `${tenant.path}/events/batch`,
      { events: [{ type: 'order.made', data: {} }] },
      { 'x-posthorn-hops': '6' },
    )
    expect(batch).toEqual(looped)
    expect(await listOf<Delivery>('deliveries')).toHaveLength(1)
  })

  it('prevent deliveries from triggering others while their own are not counted', async () => {
    const { id } = await tenant.endpoint({ url: `${receiver.url}/${tenant.id}` })
    const { body } = await posthorn.api.post<PublishedEvent>(`${tenant.path}/events`, { type: 'a', data: {} })
    const [delivery] = await tenant.settled(1)
    const detail =
      'The request has the header x-posthorn-hops, so it is a delivery of Posthorn. Deliveries must not start other deliveries: send the request without that header.'
    for (const path of [
      `endpoints/${id}/test`,
      `endpoints/${id}/recover`,
      `events/${body.id}/replay`,
      `deliveries/${delivery?.id}/retry`,
    ]) {
      const answer = await posthorn.api.post(`${tenant.path}/${path}`, {}, { 'x-posthorn-hops': '1' })
      expect(answer).toEqual(problem(508, 'loop_detected', detail))
    }
    expect(await listOf('deliveries')).toHaveLength(1)
  })

  it('cannot be set by a header of an endpoint', async () => {
    const refused = await posthorn.api.post(`${tenant.path}/endpoints`, {
      url: 'https://example.com/',
      headers: { 'X-Posthorn-Hops': '0' },
    })
    expect(refused.status).toBe(400)
  })

  it('are also read from Standard Webhooks', async () => {
    const source = await tenant.source({ name: 's', provider: 'standard-webhooks', secrets: [SECRET] })
    const { headers, body } = standardWebhook(SECRET, '{"type":"a"}', { id: 'msg.1' })
    const answer = await sendWebhook(source.ingestUrl, {
      body,
      headers: { ...headers, 'x-posthorn-hops': '6' },
    })
    expect(answer).toEqual(looped)
  })
})
