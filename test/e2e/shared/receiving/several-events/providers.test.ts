import type { EventSummary, InboundRequest, Page } from '@posthorn/contracts'
import { beforeEach, describe, expect, it } from 'vitest'
import { idOf, reply } from '../../../../harness/expected.ts'
import type { Tenant } from '../../../../harness/posthorn.ts'
import {
  adyenEvent,
  adyenItem,
  adyenWebhook,
  hubspotWebhook,
} from '../../../../harness/providers/several-events.ts'
import { sharedPosthorn } from '../../../../harness/shared/shared-posthorn.ts'
import { sendWebhook } from '../../../../harness/webhooks.ts'

const HUBSPOT_SECRET = 'a1b2c3d4-0000-4000-8000-000000000000'
const ADYEN_KEY = '44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056'
const ACCEPTED_BY_ADYEN = { status: 200, text: '[accepted]' }

describe('several events in one request', () => {
  const posthorn = sharedPosthorn()
  let tenant: Tenant
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
  })

  /** Type and external id of each event, and its data as they are stored. */
  async function stored(): Promise<[type: string, externalId: string | null, data: string][]> {
    const { body } = await posthorn.api.get<Page<EventSummary>>(`${tenant.path}/events`)
    const described = await Promise.all(
      body.data.map(async ({ id, type, externalId }): Promise<[string, string | null, string]> => {
        const { text } = await posthorn.api.get(`${tenant.path}/events/${id}`)
        return [type, externalId, text.slice(text.indexOf('"data":') + 7, -1)]
      }),
    )
    return described.toSorted(([, one], [, other]) => (one ?? '').localeCompare(other ?? ''))
  }

  it('of HubSpot become one event each, with an id of four of its fields', async () => {
    const fields = { provider: 'hubspot', secrets: [HUBSPOT_SECRET] }
    const { id: sourceId, ingestUrl } = await tenant.source({ name: 'hubspot', ...fields })
    const change = (objectId: string) =>
      `{"subscriptionType":"contact.propertyChange","subscriptionId":7,"eventId":1, "objectId":${objectId},"occurredAt":1700000000000,"n":1.0}`
    const send = (...parts: string[]) =>
      sendWebhook(ingestUrl, hubspotWebhook(HUBSPOT_SECRET, ingestUrl, `[${parts.join(', ')}]`))

    const first = await send(change('11'), change('12'))
    expect(first).toEqual(reply(202, { status: 'accepted', eventId: idOf('evt') }))
    expect((await send(change('13'), change('12'))).status).toBe(202)
    expect(await send(change('11'))).toEqual(
      reply(200, { status: 'already_processed', eventId: first.body.eventId }),
    )
    expect(await stored()).toEqual(
      ['11', '12', '13'].map((id) => [
        'hubspot.contact.propertyChange',
        `7-1-${id}-1700000000000`,
        change(id),
      ]),
    )
    const path = `${tenant.path}/sources/${sourceId}/requests`
    const { body } = await posthorn.api.get<Page<InboundRequest>>(path)
    expect(body.data.map(({ outcome, matchedSecret }) => [outcome, matchedSecret?.position])).toEqual([
      ['duplicate', 0],
      ['accepted', 0],
      ['accepted', 0],
    ])
  })

  it('of Adyen become one event for each item, and it gets the reply that it expects', async () => {
    const { ingestUrl } = await tenant.source({ name: 'adyen', provider: 'adyen', secrets: [ADYEN_KEY] })
    const items = ['psp-1', 'psp-2'].map((psp) => adyenItem(ADYEN_KEY, psp, 'AUTHORISATION'))
    expect(await sendWebhook(ingestUrl, adyenWebhook(items))).toMatchObject(ACCEPTED_BY_ADYEN)
    expect(await sendWebhook(ingestUrl, adyenWebhook(items.toReversed()))).toMatchObject(ACCEPTED_BY_ADYEN)
    const forged = adyenItem('0'.repeat(64), 'psp-3', 'AUTHORISATION')
    expect((await sendWebhook(ingestUrl, adyenWebhook([...items, forged]))).status).toBe(401)
    expect(await stored()).toEqual([
      ['adyen.AUTHORISATION', 'psp-1:AUTHORISATION:true', items[0]],
      ['adyen.AUTHORISATION', 'psp-2:AUTHORISATION:true', items[1]],
    ])
  })

  it('are one event of Adyen when its body has no items', async () => {
    const { ingestUrl } = await tenant.source({ name: 'adyen', provider: 'adyen', secrets: [ADYEN_KEY] })
    const body = '{"type":"balancePlatform.transfer.created", "data":{"amount":12345678901234567890}}'
    expect(await sendWebhook(ingestUrl, adyenEvent(ADYEN_KEY, body))).toMatchObject(ACCEPTED_BY_ADYEN)
    expect(await sendWebhook(ingestUrl, adyenEvent(ADYEN_KEY, body))).toMatchObject(ACCEPTED_BY_ADYEN)
    expect(await stored()).toEqual([['adyen.balancePlatform.transfer.created', null, body]])
  })
})
