import { createHmac } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { testReceiver } from '../../../harness/shared/test-receiver.ts'
import { sendWebhook } from '../../../harness/webhooks.ts'

const SECRET = 'a-secret-of-32-characters-0123456'
const BODY = '{"id":1,"total":"9.99"}'
const STORED = { 'x-shopify-topic': 'orders/create', 'x-shopify-shop-domain': 'a.myshopify.com' }

describe('headers that identify a webhook', () => {
  const posthorn = sharedPosthorn()
  const receiver = testReceiver()
  let tenant: Tenant
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
  })

  /** Sends a webhook of Shopify, and returns its event. */
  async function send(headers: Record<string, string> = STORED): Promise<string> {
    const source = await tenant.source({ name: 'shop', provider: 'shopify', secrets: [SECRET] })
    const hmac = createHmac('sha256', SECRET).update(BODY).digest('base64')
    const signed = { ...headers, 'x-shopify-hmac-sha256': hmac, 'x-forwarded-for': '192.0.2.1' }
    const { status, body } = await sendWebhook(source.ingestUrl, { headers: signed, body: BODY })
    expect(status).toBe(202)
    return body.eventId
  }
  const endpoint = (fields: object = {}) =>
    tenant.endpoint({ url: receiver.url, eventTypes: ['shop.*'], payloadFormat: 'raw', ...fields })
  const eventOf = async (id: string) =>
    (await posthorn.api.get<{ headers?: object; data?: unknown }>(`${tenant.path}/events/${id}`)).body

  it('are shown with the event, and sent to an endpoint that wants the raw body', async () => {
    await endpoint()
    const id = await send()
    expect(await eventOf(id)).toMatchObject({ headers: STORED, data: JSON.parse(BODY) })
    const [received] = await receiver.waitFor(1)
    expect(received?.headers).toMatchObject(STORED)
    expect(received?.headers).not.toHaveProperty('x-shopify-hmac-sha256')
    expect(received?.headers).not.toHaveProperty('x-forwarded-for')
  })

  it('are not sent with an envelope', async () => {
    await endpoint({ payloadFormat: 'envelope' })
    await send()
    const [received] = await receiver.waitFor(1)
    expect(received?.headers).not.toHaveProperty('x-shopify-topic')
  })

  it('give way to the headers of the endpoint', async () => {
    await endpoint({ headers: { 'X-Shopify-Topic': 'mine' } })
    await send()
    const [received] = await receiver.waitFor(1)
    expect(received?.headers).toMatchObject({ ...STORED, 'x-shopify-topic': 'mine' })
  })

  it('are sent again by a replay', async () => {
    const id = await send()
    const { id: endpointId } = await endpoint()
    await posthorn.api.post(`${tenant.path}/events/${id}/replay`, { endpointIds: [endpointId] })
    const [received] = await receiver.waitFor(1)
    expect(received?.headers).toMatchObject(STORED)
  })

  it('are removed with the content of the event', async () => {
    const id = await send()
    expect(await posthorn.api.delete(`${tenant.path}/events/${id}/content`)).toMatchObject({ status: 204 })
    expect(await eventOf(id)).not.toHaveProperty('headers')
    const rows = await posthorn.database.query('SELECT headers FROM events WHERE id = $1', [id])
    expect(rows).toEqual([{ headers: null }])
  })

  it('are absent where the request has none, and left out when they are long', async () => {
    const id = await send({ 'x-shopify-topic': 'orders/create', 'x-shopify-shop-domain': 'x'.repeat(600) })
    expect((await eventOf(id)).headers).toEqual({ 'x-shopify-topic': 'orders/create' })
    const none = await posthorn.api.post<{ id: string }>(`${tenant.path}/events`, { type: 'a', data: {} })
    expect(await eventOf(none.body.id)).not.toHaveProperty('headers')
  })
})
