import type { InboundRequest, InboundRequestDetail, Page, Source } from '@posthorn/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { idOf, problem, reply } from '../../../harness/expected.ts'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'
import {
  CERTIFICATE,
  JWK,
  jwtWebhook,
  PAYPAL_CERTS,
  payPalWebhook,
  plaidWebhook,
  SNS,
  snsWebhook,
  TOPIC_ARN,
} from '../../../harness/providers/fetched-signatures.ts'
import { type KeyResponse, type KeyServer, startKeyServer } from '../../../harness/providers/key-server.ts'
import { waitUntil } from '../../../harness/wait-until.ts'
import { sendWebhook } from '../../../harness/webhooks.ts'

const WEBHOOK_ID = '8PT597110X687430LKGECATA'
const KEYS = 'https://keys.example.com'
const PLAID_KEYS = 'https://sandbox.plaid.com/webhook_verification_key/get'
const SNS_CERTIFICATE = `${SNS}/SimpleNotificationService-01ab.pem`
const ACCEPTED = reply(202, { status: 'accepted', eventId: idOf('evt') })
const UNAVAILABLE = problem(
  503,
  'unavailable',
  'A key that verifies the signature cannot be fetched now. Repeat the request.',
)

describe('a key that the provider publishes', () => {
  let keyServer: KeyServer
  let posthorn: Posthorn
  let tenant: Tenant
  beforeAll(async () => {
    const hosts = [PAYPAL_CERTS, SNS, PLAID_KEYS, KEYS].map((url) => new URL(url).host)
    keyServer = await startKeyServer(hosts)
    posthorn = await startPosthorn({ services: ['api', 'ingest'], env: keyServer.env })
  })
  afterAll(async () => {
    await posthorn.stop()
    await keyServer.close()
  })
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
    keyServer.requests.length = 0
    keyServer.isDown = false
    keyServer.replies.set(`${PAYPAL_CERTS}/CERT-1`, { status: 200, text: CERTIFICATE })
    keyServer.replies.set(SNS_CERTIFICATE, { status: 200, text: CERTIFICATE })
  })

  /** A URL of its own for each test: found keys are cached. */
  let count = 0
  const ownPath = () => `/${(count += 1)}`
  const serveJwks = (url: string) =>
    keyServer.replies.set(url, { status: 200, text: JSON.stringify({ keys: [JWK] }) })
  const jwtSource = (jwksUrl: string) =>
    tenant.source({
      name: 'sender',
      provider: 'jwt',
      config: { jwksUrl, audience: 'me', bodyHashClaim: 'hash' },
    })
  const payPalSource = (owner = tenant) =>
    owner.source({ name: 'paypal', provider: 'paypal', config: { webhookId: WEBHOOK_ID } })
  const payPal = (id: string, certificate?: string) =>
    payPalWebhook(WEBHOOK_ID, JSON.stringify({ id, event_type: 'PAYMENT.CAPTURE.COMPLETED' }), certificate)
  async function lastRequest({ id }: Source): Promise<InboundRequestDetail> {
    const { body } = await posthorn.api.get<Page<InboundRequest>>(`${tenant.path}/sources/${id}/requests`)
    const path = `${tenant.path}/requests/${body.data[0]?.id}`
    return (await posthorn.api.get<InboundRequestDetail>(path)).body
  }

  it('of PayPal verifies, and is fetched once', async () => {
    const { ingestUrl } = await payPalSource()
    const copies = await Promise.all(Array.from({ length: 20 }, () => sendWebhook(ingestUrl, payPal('WH-1'))))
    expect(copies.filter(({ status, body }) => status === 200 && body.status === 'accepted')).toHaveLength(1)
    expect(await sendWebhook(ingestUrl, payPal('WH-2'))).toMatchObject({ status: 200 })
    expect(keyServer.requests).toEqual([`GET ${PAYPAL_CERTS}/CERT-1`])
  })

  it('that does not exist rejects, and is looked for once', async () => {
    const { ingestUrl } = await payPalSource()
    for (let sent = 0; sent < 3; sent += 1) {
      expect(await sendWebhook(ingestUrl, payPal('WH-1', 'NONE'))).toMatchObject({ status: 401 })
    }
    expect(keyServer.requests).toEqual([`GET ${PAYPAL_CERTS}/NONE`])
  })

  it('of Plaid is fetched with client id and secret, which reach no one else', async () => {
    keyServer.replies.set(PLAID_KEYS, (body) => {
      expect(JSON.parse(body)).toEqual({ client_id: 'client-1', secret: 'plaid-secret', key_id: 'key-1' })
      return { status: 200, text: JSON.stringify({ key: { ...JWK, expired_at: null } }) }
    })
    const { ingestUrl } = await tenant.source({
      name: 'plaid',
      provider: 'plaid',
      secrets: ['plaid-secret'],
      config: { clientId: 'client-1', environment: 'sandbox' },
    })
    const webhook = plaidWebhook('{"webhook_type":"ITEM","webhook_code":"ERROR"}')
    expect(await sendWebhook(ingestUrl, webhook)).toEqual(ACCEPTED)
    expect(keyServer.requests).toEqual([`POST ${PLAID_KEYS}`])
    expect(posthorn.service('ingest').output()).not.toContain('plaid-secret')
  })

  it('of a JSON Web Token verifies', async () => {
    const url = KEYS + ownPath()
    serveJwks(url)
    const { ingestUrl } = await jwtSource(url)
    expect(await sendWebhook(ingestUrl, jwtWebhook('{"type":"a"}'))).toEqual(ACCEPTED)
    const { headers } = jwtWebhook('{"type":"b"}')
    expect(await sendWebhook(ingestUrl, { headers, body: '{"type":"c"}' })).toMatchObject({ status: 401 })
  })

  it.each<[string, KeyResponse | 'down']>([
    ['is down', 'down'],
    ['fails', { status: 500 }],
    ['throttles', { status: 429 }],
    ['redirects', { status: 302, headers: { location: `${KEYS}/elsewhere` } }],
    ['sends megabytes', { status: 200, text: 'x'.repeat(2 ** 21) }],
  ])('whose server %s neither accepts nor rejects: the same request is accepted later', async (_, broken) => {
    const url = KEYS + ownPath()
    if (broken === 'down') keyServer.isDown = true
    else keyServer.replies.set(url, broken)
    const source = await jwtSource(url)
    const webhook = jwtWebhook(`{"type":"a","n":${(count += 1)}}`)
    const answer = await sendWebhook<unknown>(source.ingestUrl, webhook)
    expect(answer).toEqual(UNAVAILABLE)
    expect(answer.headers['retry-after']).toMatch(/^\d+$/)
    expect(await lastRequest(source)).toMatchObject({
      cause: 'key_unavailable',
      detail: expect.stringMatching(/^A key that .* keys\.example\.com .*\.$/),
      reprocessable: true,
    })

    keyServer.isDown = false
    serveJwks(url)
    const accepted = await waitUntil('the provider to be asked again', async () => {
      const later = await sendWebhook<unknown>(source.ingestUrl, webhook)
      return later.status !== 503 && later
    })
    expect(accepted).toEqual(ACCEPTED)
    expect(keyServer.requests).not.toContain(`GET ${KEYS}/elsewhere`)
  })

  it('verifies a rejected request that is processed again', async () => {
    const url = KEYS + ownPath()
    keyServer.replies.set(url, { status: 500 })
    const source = await jwtSource(url)
    expect(await sendWebhook(source.ingestUrl, jwtWebhook('{"type":"a"}'))).toEqual(UNAVAILABLE)
    const path = `${tenant.path}/requests/${(await lastRequest(source)).id}/reprocess`
    expect(await posthorn.api.post(path, undefined)).toMatchObject({
      status: 409,
      body: { code: 'request_rejected', cause: 'key_unavailable' },
    })
    serveJwks(url)
    const accepted = await waitUntil('the provider to be asked again', async () => {
      const later = await posthorn.api.post(path, undefined)
      return later.status !== 409 && later
    })
    expect(accepted).toEqual(ACCEPTED)
  })

  it('is never fetched from an internal address', async () => {
    const source = await jwtSource('https://10.0.0.1/keys')
    expect(await sendWebhook(source.ingestUrl, jwtWebhook('{"type":"a"}'))).toEqual(UNAVAILABLE)
    expect(await lastRequest(source)).toMatchObject({
      detail: expect.stringContaining('blocked_destination'),
    })
    expect(keyServer.requests).toEqual([])
  })

  it('that forged requests make up is fetched a few times, and other sources do not notice', async () => {
    const { ingestUrl } = await payPalSource()
    const forge = (n: number) => sendWebhook(ingestUrl, payPal('WH-1', `MADE-UP-${n}`))
    const answers = await Promise.all(Array.from({ length: 60 }, (_, n) => forge(n)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401, 503]))
    expect(keyServer.requests.length).toBeLessThan(20)

    const other = await posthorn.createTenant()
    const { ingestUrl: othersUrl } = await payPalSource(other)
    keyServer.replies.set(`${PAYPAL_CERTS}/CERT-2`, { status: 200, text: CERTIFICATE })
    expect(await sendWebhook(othersUrl, payPal('WH-1', 'CERT-2'))).toMatchObject({ status: 200 })
  })

  describe('of Amazon SNS', () => {
    const snsSource = () =>
      tenant.source({
        name: 'sns',
        provider: 'aws-sns',
        config: { topicArn: TOPIC_ARN, signatureVersion: '2' },
      })
    const confirmation = (SubscribeURL: string) =>
      snsWebhook({
        Type: 'SubscriptionConfirmation',
        MessageId: 'm-1',
        Message: 'Visit the SubscribeURL.',
        Token: 't-1',
        SubscribeURL,
      })

    it('verifies notifications', async () => {
      const { ingestUrl } = await snsSource()
      const webhook = snsWebhook({ Type: 'Notification', MessageId: 'm-2', Message: 'hello' })
      const first = await sendWebhook(ingestUrl, webhook)
      expect(first).toEqual(ACCEPTED)
      expect(await sendWebhook(ingestUrl, webhook)).toEqual(
        reply(200, { status: 'already_processed', eventId: first.body.eventId }),
      )
    })

    it('verifies a subscription, which is then confirmed', async () => {
      const { id, ingestUrl } = await snsSource()
      const url = `${SNS}/?Action=ConfirmSubscription&Token=t-1`
      keyServer.replies.set(url, { status: 200 })
      expect(await sendWebhook(ingestUrl, confirmation(url))).toMatchObject({ status: 200 })
      expect(keyServer.requests.filter((request) => request.includes('Confirm'))).toEqual([`GET ${url}`])
      const { body } = await posthorn.api.get<Page<InboundRequest>>(`${tenant.path}/sources/${id}/requests`)
      expect(body.data).toEqual([])
    })

    it('lets SNS send the subscription again while it cannot be confirmed', async () => {
      const { ingestUrl } = await snsSource()
      const url = `${SNS}/?Action=ConfirmSubscription&Token=t-2`
      keyServer.replies.set(url, { status: 500 })
      expect(await sendWebhook(ingestUrl, confirmation(url))).toEqual(
        problem(503, 'unavailable', 'The subscription cannot be confirmed now. Repeat the request.'),
      )
      keyServer.replies.set(url, { status: 200 })
      expect(await sendWebhook(ingestUrl, confirmation(url))).toMatchObject({ status: 200 })
    })

    it('does not make Posthorn visit another host', async () => {
      const { ingestUrl } = await snsSource()
      const answer = await sendWebhook(ingestUrl, confirmation(`${KEYS}/?Action=ConfirmSubscription`))
      expect(answer.status).not.toBe(200)
      expect(keyServer.requests.filter((request) => request.includes('Confirm'))).toEqual([])
    })
  })
})
