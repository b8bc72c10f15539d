import { createHmac } from 'node:crypto'
import type { EventSummary, InboundRequest, Page, Source } from '@posthorn/contracts'
import { beforeAll, describe, expect, it } from 'vitest'
import { apiClient } from '../../../harness/api-client.ts'
import { idOf, problem, reply } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { bodyWebhook, discordKeys, timedWebhook } from '../../../harness/providers/provider-signatures.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { sendWebhook } from '../../../harness/webhooks.ts'

const SECRET = 'a-secret-of-32-characters-0123456'
const UNKNOWN = 'src_01h455vb4pex5vsknk084sn02q'

describe('a handshake', () => {
  const posthorn = sharedPosthorn()
  let tenant: Tenant
  beforeAll(async () => {
    tenant = await posthorn.createTenant()
  })

  let count = 0
  const sourceOf = (provider: string, fields: object = { secrets: [SECRET] }) =>
    tenant.source({ name: `${provider}-${(count += 1)}`, provider, ...fields })
  const get = (url: string, query = '') => apiClient(url, undefined).get<unknown>(query)
  async function assertNothingIsStored({ id }: Source) {
    const requests = await posthorn.api.get<Page<InboundRequest>>(`${tenant.path}/sources/${id}/requests`)
    const events = await posthorn.api.get<Page<EventSummary>>(`${tenant.path}/events?sourceId=${id}`)
    expect([requests.body.data, events.body.data]).toEqual([[], []])
  }

  describe('by POST', () => {
    it('of Slack gets its challenge as text', async () => {
      const source = await sourceOf('slack')
      const body = JSON.stringify({ type: 'url_verification', token: 'x', challenge: '3eZbrw1aB' })
      const answer = await sendWebhook(source.ingestUrl, timedWebhook('slack', SECRET, body))
      expect(answer).toMatchObject({
        status: 200,
        text: '3eZbrw1aB',
        headers: { 'content-type': 'text/plain; charset=utf-8' },
      })
      await assertNothingIsStored(source)
    })

    it('of Zoom gets its token with the HMAC of it', async () => {
      const source = await sourceOf('zoom')
      const body = JSON.stringify({ event: 'endpoint.url_validation', payload: { plainToken: 'qgg8' } })
      const encryptedToken = createHmac('sha256', SECRET).update('qgg8').digest('hex')
      expect(await sendWebhook(source.ingestUrl, timedWebhook('zoom', SECRET, body))).toEqual(
        reply(200, { plainToken: 'qgg8', encryptedToken }),
      )
      await assertNothingIsStored(source)
    })

    it('of Zoom has the HMAC of the secret that signed it while two are set', async () => {
      const source = await sourceOf('zoom', { secrets: ['the-new-secret', SECRET] })
      const body = JSON.stringify({ event: 'endpoint.url_validation', payload: { plainToken: 'qgg8' } })
      for (const secret of [SECRET, 'the-new-secret']) {
        const encryptedToken = createHmac('sha256', secret).update('qgg8').digest('hex')
        expect(await sendWebhook(source.ingestUrl, timedWebhook('zoom', secret, body))).toEqual(
          reply(200, { plainToken: 'qgg8', encryptedToken }),
        )
      }
      await assertNothingIsStored(source)
    })

    it('of Discord gets 204 for the ping of events, and a pong for that of interactions', async () => {
      const { publicKey, webhook } = discordKeys()
      const source = await sourceOf('discord', { publicKey })
      expect(await sendWebhook(source.ingestUrl, webhook('{"version":1,"type":0}'))).toMatchObject({
        status: 204,
        text: '',
      })
      expect(await sendWebhook(source.ingestUrl, webhook('{"type":1}'))).toEqual(reply(200, { type: 1 }))
      await assertNothingIsStored(source)
    })

    it('is answered only if its signature matches', async () => {
      const source = await sourceOf('slack')
      const body = JSON.stringify({ type: 'url_verification', challenge: '3eZbrw1aB' })
      expect(await sendWebhook(source.ingestUrl, timedWebhook('slack', 'another', body))).toEqual(
        problem(401, 'invalid_signature', 'No signature in the request matches a secret of the source.'),
      )
    })

    it('is answered by the source as it is now', async () => {
      const source = await sourceOf('zoom')
      const body = JSON.stringify({ event: 'endpoint.url_validation', payload: { plainToken: 'qgg8' } })
      const answers = async (secret: string) =>
        (await sendWebhook(source.ingestUrl, timedWebhook('zoom', secret, body))).status
      expect(await answers(SECRET)).toBe(200)
      await posthorn.api.patch(`${tenant.path}/sources/${source.id}`, { secrets: ['the-new-secret'] })
      expect(await answers(SECRET)).toBe(401)
      expect(await answers('the-new-secret')).toBe(200)
    })

    it('is not a request that carries an event', async () => {
      const source = await sourceOf('slack')
      const body = JSON.stringify({ type: 'event_callback', event_id: 'Ev1', event: { type: 'app_mention' } })
      const answer = await sendWebhook(source.ingestUrl, timedWebhook('slack', SECRET, body))
      expect(answer).toMatchObject({ status: 200, text: '' })
      const { body: events } = await posthorn.api.get<Page<EventSummary>>(
        `${tenant.path}/events?sourceId=${source.id}`,
      )
      expect(events.data).toMatchObject([{ id: idOf('evt'), type: `${source.name}.app_mention` }])
    })
  })

  describe('by GET', () => {
    const META = { secrets: [SECRET], config: { verifyToken: 'my token' } }
    const subscribe = (token: string) =>
      `?hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=1158201444`

    it('of Meta gets its challenge, if it has the verify token, with or without a trailing slash', async () => {
      const { ingestUrl } = await sourceOf('meta', META)
      for (const url of [ingestUrl, `${ingestUrl}/`]) {
        expect(await get(url, subscribe('my+token'))).toMatchObject({ status: 200, text: '1158201444' })
        expect(await get(url, subscribe('another'))).toEqual(
          problem(401, 'invalid_signature', 'The request is not a handshake that the source answers.'),
        )
      }
    })

    it('of Meta has the verify token that is configured now', async () => {
      const { id, ingestUrl } = await sourceOf('meta', META)
      expect(await get(ingestUrl, subscribe('my+token'))).toMatchObject({ status: 200 })
      await posthorn.api.patch(`${tenant.path}/sources/${id}`, { config: { verifyToken: 'new' } })
      expect(await get(ingestUrl, subscribe('my+token'))).toMatchObject({ status: 401 })
      expect(await get(ingestUrl, subscribe('new'))).toMatchObject({ status: 200 })
    })

    it('of X gets the HMAC of its token, which is no signature of a webhook', async () => {
      const { ingestUrl } = await sourceOf('x')
      const hmac = createHmac('sha256', SECRET).update('NjQ4_a').digest('base64')
      expect(await get(ingestUrl, '?crc_token=NjQ4_a&nonce=1')).toEqual(
        reply(200, { response_token: `sha256=${hmac}` }),
      )
      for (const body of ['{"tweet_create_events":[]}', '[]', '"a"']) {
        expect(await get(ingestUrl, `?crc_token=${encodeURIComponent(body)}`)).toMatchObject({ status: 401 })
      }
      // These are tokens like any other, so the body of a webhook must be more.
      for (const body of ['1', 'true', 'null']) {
        expect(await sendWebhook(ingestUrl, bodyWebhook('x', SECRET, body))).toMatchObject({ status: 400 })
      }
    })

    it.each(['', '/'])(
      'is refused where the provider has none, and without a source: "%s"',
      async (slash) => {
        const source = await sourceOf('stripe')
        const path = `/webhooks/${source.id}${slash}`
        expect(await get(source.ingestUrl + slash)).toEqual({
          ...problem(405, 'method_not_allowed', `There is no GET ${path}, only POST.`),
          headers: expect.objectContaining({ allow: 'POST' }),
        })
        expect(await get(source.ingestUrl.replace(source.id, UNKNOWN) + slash)).toEqual(
          problem(404, 'not_found', 'There is no source at this URL.'),
        )
      },
    )

    it('of a disabled source gets 410', async () => {
      const { ingestUrl } = await sourceOf('meta', { ...META, enabled: false })
      expect(await get(ingestUrl, subscribe('my+token'))).toMatchObject({
        status: 410,
        body: { code: 'source_disabled' },
      })
    })

    it('from an address that the source does not allow gets 403', async () => {
      const { ingestUrl } = await sourceOf('meta', { ...META, allowCidrs: ['203.0.113.0/24'] })
      expect(await get(ingestUrl, subscribe('my+token'))).toMatchObject({
        status: 403,
        body: { code: 'address_not_allowed' },
      })
    })

    it('is limited for each source and address, and not for other sources', async () => {
      const { ingestUrl } = await sourceOf('meta', META)
      const answers = await Promise.all(Array.from({ length: 60 }, () => get(ingestUrl, subscribe('x'))))
      const refused = answers.filter(({ status }) => status === 429)
      expect(refused.length).toBeGreaterThan(10)
      expect(refused[0]).toMatchObject({ headers: { 'retry-after': '1' }, body: { code: 'rate_limited' } })
      const other = await sourceOf('meta', META)
      expect(await get(other.ingestUrl, subscribe('my+token'))).toMatchObject({ status: 200 })
    })
  })
})
