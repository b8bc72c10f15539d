import { type InboundRequest, newId, type Page, type Source } from '@posthorn/contracts'
import { beforeEach, describe, expect, it } from 'vitest'
import { problem } from '../../../../harness/expected.ts'
import { BODY, STRIPE_SECRET, verifying } from '../../../../harness/inbound/verifying.ts'
import type { Tenant } from '../../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../../harness/shared/shared-posthorn.ts'
import { waitUntil } from '../../../../harness/wait-until.ts'
import { type SignedWebhook, sendWebhook, stripeWebhook } from '../../../../harness/webhooks.ts'

describe('verifying a request that was recorded', () => {
  const posthorn = sharedPosthorn('idle')
  let tenant: Tenant
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
  })
  const { stripeSource, verify } = verifying(posthorn.api, () => tenant)

  const rejectedOf = async (source: Source, webhook: SignedWebhook) => {
    expect((await sendWebhook(source.ingestUrl, webhook)).status).toBe(401)
    return waitUntil('the rejected request is recorded', async () => {
      const { body } = await posthorn.api.get<Page<InboundRequest>>(
        `${tenant.path}/sources/${source.id}/requests?outcome=rejected`,
      )
      return body.data[0]
    })
  }

  it('uses its original signatures, and the time at which it arrived', async () => {
    const source = await stripeSource({ toleranceSeconds: 1 })
    const webhook = stripeWebhook('whsec_other', BODY)
    const { id: requestId } = await rejectedOf(source, webhook)
    expect((await verify(source, { requestId })).body).toMatchObject({
      verified: false,
      cause: 'signature_mismatch',
      secretsTried: 1,
      signedBytes: { text: expect.stringMatching(/^\d+\..*invoice\.paid/) },
    })
    await posthorn.api.patch(`${tenant.path}/sources/${source.id}`, {
      secrets: [STRIPE_SECRET, 'whsec_other'],
    })
    const reply = await verify(source, { requestId })
    expect(reply.body).toMatchObject({
      verified: true,
      matchedSecret: { position: 1 },
      event: { type: 'stripe.invoice.paid', id: 'evt_1' },
    })
    const [, signature = ''] = webhook.headers['stripe-signature']?.split('v1=') ?? []
    expect(reply.text).not.toContain(signature)
  })

  it('is refused when only its headers are kept, and when it is of another source', async () => {
    const source = await stripeSource()
    const other = await stripeSource({ name: 'stripe-test' })
    const { id: requestId } = await rejectedOf(source, { body: BODY, headers: {} })
    expect(await verify(source, { requestId })).toMatchObject({ status: 409, body: { code: 'conflict' } })
    expect(await verify(other, { requestId })).toEqual(
      problem(404, 'not_found', 'No request has this id: check the id and the tenant.'),
    )
  })

  it('takes nothing else', async () => {
    const source = await stripeSource()
    const requestId = newId('request')
    expect(await verify(source, { requestId, headers: {} })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'requestId' }] },
    })
  })
})
