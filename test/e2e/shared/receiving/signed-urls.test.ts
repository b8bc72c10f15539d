import { createHmac } from 'node:crypto'
import type { InboundRequest, Page, Source } from '@posthorn/contracts'
import { beforeAll, describe, expect, it } from 'vitest'
import { idOf, problem, reply } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { squareWebhook, twilioWebhook } from '../../../harness/providers/provider-signatures.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { sendWebhook } from '../../../harness/webhooks.ts'

const SECRET = 'a-secret-of-32-characters-0123456'
const PUBLIC_URL = 'https://hooks.example.com/square?tenant=1'
const ACCEPTED = reply(202, { status: 'accepted', eventId: idOf('evt') })
const WRONG = problem(401, 'invalid_signature', 'No signature in the request matches a secret of the source.')
const TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response/>'

describe('a provider that signs the URL', () => {
  const posthorn = sharedPosthorn()
  let tenant: Tenant
  beforeAll(async () => {
    tenant = await posthorn.createTenant()
  })

  let count = 0
  const sourceOf = (provider: string, fields: object = {}) =>
    tenant.source({ name: `${provider}-${(count += 1)}`, provider, secrets: [SECRET], ...fields })
  const square = (url: string) => squareWebhook(SECRET, url, `{"event_id":"e-${(count += 1)}","type":"a"}`)
  const change = ({ id }: Source, fields: object) =>
    posthorn.api.patch(`${tenant.path}/sources/${id}`, fields)

  it.each(['', '/', '?a=1&b=%20x', '/?a=1&a=2&c=%C3%B6+'])(
    'is verified with the URL as it was called: %j',
    async (suffix) => {
      const { ingestUrl } = await sourceOf('square')
      const called = ingestUrl + suffix
      expect(await sendWebhook(called, square(called))).toEqual(ACCEPTED)
      expect(await sendWebhook(called, square(`${ingestUrl}/?another`))).toEqual(WRONG)
    },
  )

  it('behind a proxy that changes the URL is verified with the publicUrl of the source', async () => {
    const source = await sourceOf('square', { config: { publicUrl: PUBLIC_URL } })
    expect(await sendWebhook(source.ingestUrl, square(PUBLIC_URL))).toEqual(ACCEPTED)
    expect(await sendWebhook(source.ingestUrl, square(source.ingestUrl))).toEqual(WRONG)
    const query = '?tenant=2'
    const called = PUBLIC_URL.replace('?tenant=1', query)
    expect(await sendWebhook(source.ingestUrl + query, square(called))).toEqual(ACCEPTED)
  })

  it('is verified with the publicUrl that is configured now', async () => {
    const source = await sourceOf('square')
    expect(await sendWebhook(source.ingestUrl, square(source.ingestUrl))).toEqual(ACCEPTED)
    await change(source, { config: { publicUrl: PUBLIC_URL } })
    expect(await sendWebhook(source.ingestUrl, square(PUBLIC_URL))).toEqual(ACCEPTED)
    expect(await sendWebhook(source.ingestUrl, square(source.ingestUrl))).toEqual(WRONG)
  })

  it('as Twilio does gets the empty instructions that it expects, also for a duplicate', async () => {
    const { ingestUrl } = await sourceOf('twilio')
    const url = `${ingestUrl}?key=%2B49`
    const webhook = twilioWebhook(SECRET, url, { MessageSid: 'SM1', MessageStatus: 'sent', To: '+49 1' })
    for (let sent = 0; sent < 2; sent += 1) {
      expect(await sendWebhook(url, webhook)).toMatchObject({
        status: 200,
        text: TWIML,
        headers: { 'content-type': 'text/xml' },
      })
    }
    expect(await sendWebhook(ingestUrl, webhook)).toEqual(WRONG)
  })

  it('is verified with the URL as it was called when a rejected request is processed again', async () => {
    const source = await sourceOf('square', { secrets: ['another-secret-of-square'] })
    const called = `${source.ingestUrl}/?a=%20`
    expect(await sendWebhook(called, square(called))).toEqual(WRONG)
    await change(source, { secrets: [SECRET] })

    const { body } = await posthorn.api.get<Page<InboundRequest>>(
      `${tenant.path}/sources/${source.id}/requests`,
    )
    const path = `${tenant.path}/requests/${body.data[0]?.id}`
    const { body: detail } = await posthorn.api.get<{ headers: object }>(path)
    expect(Object.keys(detail.headers)).toContain('x-square-hmacsha256-signature')
    expect(Object.keys(detail.headers)).not.toContain(':path')
    expect(await posthorn.api.post(`${path}/reprocess`, undefined)).toEqual(ACCEPTED)
  })
})

describe('a source of hmac', () => {
  const posthorn = sharedPosthorn()

  it('is verified as its config says, and has the configured type and id', async () => {
    const tenant = await posthorn.createTenant()
    const source = await tenant.source({
      name: 'acme',
      provider: 'hmac',
      secrets: [SECRET],
      config: {
        header: 'X-Acme-Signature',
        encoding: 'base64',
        signedContent: '{method} {url}\n{body}',
        typeField: 'kind',
        idHeader: 'X-Acme-Id',
      },
    })
    const body = '{"kind":"order.paid","n":12345678901234567890}'
    const signature = createHmac('sha256', SECRET)
      .update(`POST ${source.ingestUrl}\n${body}`)
      .digest('base64')
    const headers = { 'x-acme-signature': signature, 'x-acme-id': 'a-1' }
    const first = await sendWebhook(source.ingestUrl, { headers, body })
    expect(first).toEqual(ACCEPTED)
    expect(await sendWebhook(source.ingestUrl, { headers, body })).toEqual(
      reply(200, { status: 'already_processed', eventId: first.body.eventId }),
    )
    const event = await posthorn.api.get<{ type: string }>(`${tenant.path}/events/${first.body.eventId}`)
    expect(event.body.type).toBe('acme.order.paid')
    expect(event.text).toContain('"n":12345678901234567890')
  })
})
