import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { EventSummary, InboundRequest, Page } from '@posthorn/contracts'
import { beforeAll, describe, expect, it } from 'vitest'
import { idOf, reply } from '../../../../harness/expected.ts'
import type { Tenant } from '../../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../../harness/shared/shared-posthorn.ts'
import { sendWebhook } from '../../../../harness/webhooks.ts'

/** Of a sender: what it signs, and the event that follows. */
interface Sender {
  body: string
  headers: (secret: string) => Record<string, string>
  type: string
  externalId: string | null
}

const nowMs = Date.now()
const seconds = String(Math.floor(nowMs / 1000))
const sha256 = (secret: string, ...parts: string[]) => createHmac('sha256', secret).update(parts.join(''))
const CALENDLY = '{"event":"invitee.created","payload":{"uri":"https://api.calendly.com/a"}}'
const WORKOS = '{"id":"wh_123","event":"dsync.user.created","data":{"id":"directory_user_1"}}'
const CAL_COM = '{"triggerEvent":"BOOKING_CREATED","payload":{"title":"30min"}}'
const CASHFREE = '{"type":"PAYMENT_SUCCESS_WEBHOOK","data":{"order":{"order_amount":170.50}}}'

const SENDERS: Record<string, Sender> = {
  Calendly: {
    body: CALENDLY,
    headers: (secret) => ({
      'calendly-webhook-signature': `t=${seconds},v1=${sha256(secret, seconds, '.', CALENDLY).digest('hex')}`,
    }),
    type: 'calendly.invitee.created',
    externalId: null,
  },
  WorkOS: {
    body: WORKOS,
    headers: (secret) => ({
      'workos-signature': `t=${nowMs}, v1=${sha256(secret, String(nowMs), '.', WORKOS).digest('hex')}`,
    }),
    type: 'workos.dsync.user.created',
    externalId: 'wh_123',
  },
  'Cal.com': {
    body: CAL_COM,
    headers: (secret) => ({ 'x-cal-signature-256': sha256(secret, CAL_COM).digest('hex') }),
    type: 'cal-com.BOOKING_CREATED',
    externalId: null,
  },
  Coinify: {
    // The published example.
    body: '{"examplePayload":true}',
    headers: () => ({
      'x-coinify-webhook-signature': 'bcdbb89e3031905f3cc1a20d16b5f969a17a7d8fa0c26e4a807c2193402d66f4',
    }),
    type: 'coinify.message',
    externalId: null,
  },
  'Cashfree Payments': {
    body: CASHFREE,
    headers: (secret) => ({
      'x-webhook-timestamp': String(nowMs),
      'x-webhook-signature': sha256(secret, String(nowMs), CASHFREE).digest('base64'),
    }),
    type: 'cashfree.PAYMENT_SUCCESS_WEBHOOK',
    externalId: null,
  },
}

/** The documented configuration of each sender. */
const RECIPES = [
  ...readFileSync('docs/recipes.md', 'utf8').matchAll(/^## (.+)$[^]*?```json\n([^]*?)```/gm),
].map(([, title = '', json = '']) => ({ title, recipe: JSON.parse(json), sender: SENDERS[title] }))

describe('a sender that is not in the catalogue', () => {
  const posthorn = sharedPosthorn('idle')
  let tenant: Tenant
  beforeAll(async () => {
    tenant = await posthorn.createTenant()
  })

  it('has a recipe that is tested', () => {
    expect(RECIPES.map(({ title }) => title)).toEqual(Object.keys(SENDERS))
  })

  it.each(RECIPES)('is received by configuration alone: $title', async ({ recipe, sender }) => {
    if (sender === undefined) throw new Error('expected a message of the sender')
    const { body, headers, type, externalId } = sender
    const source = await tenant.source(recipe)
    const signed = headers(recipe.secrets[0] ?? '')

    expect(await sendWebhook(source.ingestUrl, { body, headers: signed })).toEqual(
      reply(202, { status: 'accepted', eventId: idOf('evt') }),
    )
    expect(await sendWebhook(source.ingestUrl, { body, headers: signed })).toMatchObject({
      status: 200,
      body: { status: 'already_processed' },
    })
    expect(await sendWebhook(source.ingestUrl, { body: `${body} `, headers: signed })).toMatchObject({
      status: 401,
    })
    const events = await posthorn.api.get<Page<EventSummary>>(`${tenant.path}/events?sourceId=${source.id}`)
    expect(events.body.data).toMatchObject([{ type, externalId }])
    const requests = await posthorn.api.get<Page<InboundRequest>>(
      `${tenant.path}/sources/${source.id}/requests?outcome=rejected`,
    )
    expect(requests.body.data).toMatchObject([{ cause: 'signature_mismatch' }])
  })
})
