import {
  type InboundRequest,
  type InboundRequestDetail,
  newId,
  type Page,
  type RequestCause,
  type Source,
} from '@posthorn/contracts'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Reply } from '../../../harness/api-client.ts'
import { idOf, problem, reply, TIME } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { githubWebhook, type SignedWebhook, sendWebhook, stripeWebhook } from '../../../harness/webhooks.ts'

const SECRET = 'whsec_of_stripe'
const BODY = '{"id":"evt_1","type":"order.paid"}'
const MASK = '********'
const KIB = 1024

describe('what is kept of a rejected request', () => {
  const posthorn = sharedPosthorn('idle')
  let tenant: Tenant
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
  })

  const stripeSource = (fields: object = {}) =>
    tenant.source({ name: 'stripe', provider: 'stripe', secrets: [SECRET], ...fields })

  async function listed({ id }: Source): Promise<InboundRequest[]> {
    const { body } = await posthorn.api.get<Page<InboundRequest>>(`${tenant.path}/sources/${id}/requests`)
    return body.data
  }

  const read = (id: string): Promise<Reply<InboundRequestDetail>> =>
    posthorn.api.get(`${tenant.path}/requests/${id}`)

  /** Sends a webhook, and returns the record of its request. */
  async function recorded(source: Source, webhook: SignedWebhook): Promise<InboundRequestDetail> {
    await sendWebhook(source.ingestUrl, webhook)
    const [newest] = await listed(source)
    return (await read(newest?.id ?? '')).body
  }

  const withHeaders = ({ body, headers }: SignedWebhook, more: Record<string, string>): SignedWebhook => ({
    body,
    headers: { ...headers, ...more },
  })

  it('is the name of every header, the harmless values, the body and the reason', async () => {
    const source = await tenant.source({ name: 'github', provider: 'github', secrets: ['right'] })
    const webhook = await githubWebhook('wrong', BODY, { event: 'push', delivery: 'd-1' })
    const sent = withHeaders(webhook, {
      authorization: 'Bearer of-another-service',
      cookie: 'session=abc',
      'x-api-key': 'a key',
      'user-agent': 'GitHub-Hookshot/1',
    })
    await sendWebhook(source.ingestUrl, sent)
    const [{ id } = { id: '' }] = await listed(source)

    expect(await read(id)).toEqual(
      reply(200, {
        id: idOf('req'),
        sourceId: source.id,
        outcome: 'rejected',
        cause: 'signature_mismatch',
        eventId: null,
        eventIds: [],
        duplicateEventIds: [],
        matchedSecret: null,
        contentType: 'application/json',
        userAgent: 'GitHub-Hookshot/1',
        bodyBytes: BODY.length,
        receivedAt: TIME,
        reprocessedAt: null,
        detail: 'No signature in the request matches a secret of the source.',
        headers: expect.objectContaining({
          authorization: MASK,
          cookie: MASK,
          'x-api-key': MASK,
          'x-hub-signature-256': MASK,
          'x-github-event': 'push',
          'x-github-delivery': 'd-1',
          'content-type': 'application/json',
          'user-agent': 'GitHub-Hookshot/1',
        }),
        body: BODY,
        bodyTruncated: false,
        reprocessable: true,
      }),
    )
  })

  it('is encrypted in the database', async () => {
    const source = await stripeSource()
    const { id } = await recorded(
      source,
      withHeaders(stripeWebhook('wrong', BODY), { cookie: 'session=abc' }),
    )
    const [row] = await posthorn.database.query<{ sealed: Buffer }>(
      'SELECT sealed FROM rejected_requests WHERE id = $1',
      [id],
    )
    for (const text of [BODY, 'session=abc', 'stripe-signature']) {
      expect(row?.sealed.includes(text)).toBe(false)
    }
  })

  const UNREAD = 'The body was not read: the request cannot be processed again.'
  const signedAt = (ageSeconds: number) => new Date(Date.now() - ageSeconds * 1000)

  it.each<[RequestCause, object, () => SignedWebhook, detail: unknown]>([
    [
      'missing_header',
      {},
      () => ({ body: BODY, headers: {} }),
      `A header that the signature needs is missing. It is the header stripe-signature. ${UNREAD}`,
    ],
    [
      'malformed_header',
      {},
      () => ({ body: BODY, headers: { 'stripe-signature': 'garbage' } }),
      `The signature headers are not in the form of the provider. It is the header stripe-signature. ${UNREAD}`,
    ],
    [
      'unknown_version',
      {},
      () => ({ body: BODY, headers: { 'stripe-signature': 't=1614265330,v0=ab' } }),
      `No signature in the request has a version that is verified. Expected v1 in the header stripe-signature. ${UNREAD}`,
    ],
    [
      'timestamp_too_old',
      {},
      () => stripeWebhook(SECRET, BODY, signedAt(3600)),
      expect.stringMatching(
        /^The signed time is further in the past than the source tolerates\. It is \d{10} in unix seconds, the request arrived at \d{10}, and the source tolerates 300 s\. The body was not read/,
      ),
    ],
    [
      'timestamp_too_new',
      {},
      () => stripeWebhook(SECRET, BODY, signedAt(-3600)),
      expect.stringMatching(
        /^The signed time is further in the future than the source tolerates\. It is \d{10}/,
      ),
    ],
    [
      'source_disabled',
      { enabled: false },
      () => stripeWebhook(SECRET, BODY),
      `The source is disabled. Enable it, or stop sending to it. ${UNREAD}`,
    ],
    [
      'loop_detected',
      {},
      () => withHeaders(stripeWebhook(SECRET, BODY), { 'x-posthorn-hops': '6' }),
      `The event has gone through Posthorn more than 5 times: an endpoint sends its events back to a source. ${UNREAD}`,
    ],
    [
      'payload_too_large',
      {},
      () => stripeWebhook(SECRET, 'x'.repeat(5 * KIB * KIB + 1)),
      `The body is larger than INGEST_BODY_MAX_MIB allows. ${UNREAD}`,
    ],
  ])('has no body after %s, which is decided without reading it', async (cause, fields, webhook, detail) => {
    const source = await stripeSource(fields)
    expect(await recorded(source, webhook())).toMatchObject({
      outcome: 'rejected',
      cause,
      detail,
      headers: expect.objectContaining({ host: expect.any(String) }),
      body: null,
      bodyTruncated: false,
      reprocessable: false,
    })
  })

  it("has the body of one that is not in its provider's format", async () => {
    const source = await stripeSource()
    expect(await recorded(source, stripeWebhook(SECRET, 'not JSON'))).toMatchObject({
      cause: 'unreadable_body',
      detail: 'The body cannot be read: expected JSON.',
      body: 'not JSON',
      reprocessable: true,
    })
  })

  it('has an empty body as such', async () => {
    const source = await stripeSource()
    expect(await recorded(source, stripeWebhook('wrong', ''))).toMatchObject({
      body: '',
      bodyTruncated: false,
      reprocessable: true,
    })
  })

  it.each([
    ['16 KiB', 16 * KIB, { bodyTruncated: false, reprocessable: true }, ''],
    ['16 KiB and a byte', 16 * KIB + 1, { bodyTruncated: true, reprocessable: true }, ''],
    ['256 KiB', 256 * KIB, { bodyTruncated: true, reprocessable: true }, ''],
    [
      '256 KiB and a byte',
      256 * KIB + 1,
      { bodyTruncated: true, reprocessable: false },
      ' Only the first 16 KiB of the body are kept, because it is larger than 256 KiB: the request cannot be processed again.',
    ],
  ])('shows the first 16 KiB of a body of %s', async (_size, bytes, expected, why) => {
    const source = await stripeSource()
    const text = 'é'.repeat(bytes / 2)
    const body = bytes % 2 === 0 ? text : `${text}x`
    expect(await recorded(source, stripeWebhook('wrong', body))).toMatchObject({
      ...expected,
      bodyBytes: bytes,
      body: 'é'.repeat(8 * KIB),
      detail: `No signature in the request matches a secret of the source.${why}`,
    })
  })

  it('is at most 2 MiB of larger bodies a minute; of others the first 16 KiB are kept', async () => {
    const source = await stripeSource()
    const large = stripeWebhook('wrong', 'x'.repeat(256 * KIB))
    // Two minutes, at most, have room for 16.
    for (let count = 0; count < 17; count += 1) await sendWebhook(source.ingestUrl, large)
    const details = await Promise.all((await listed(source)).map(async ({ id }) => (await read(id)).body))
    const throttled = details.filter(({ reprocessable }) => !reprocessable)
    expect(throttled.length).toBeGreaterThan(0)
    expect(throttled[0]).toMatchObject({
      detail: expect.stringContaining('because many rejected requests arrived in the same minute'),
      body: 'x'.repeat(16 * KIB),
      bodyTruncated: true,
    })
    // A small body is kept all the same.
    expect(await recorded(source, stripeWebhook('wrong', BODY))).toMatchObject({ reprocessable: true })
  })

  it('is nothing of an accepted request or a duplicate, whose content is in the event', async () => {
    const source = await stripeSource()
    const webhook = stripeWebhook(SECRET, BODY)
    await sendWebhook(source.ingestUrl, webhook)
    await sendWebhook(source.ingestUrl, webhook)
    for (const { id, outcome } of await listed(source)) {
      expect((await read(id)).body).toMatchObject({
        outcome,
        cause: null,
        eventId: idOf('evt'),
        detail: null,
        headers: null,
        body: null,
        bodyTruncated: false,
        reprocessable: true,
      })
    }
  })

  it('is not found under another tenant, nor with an unknown id', async () => {
    const { id } = await recorded(await stripeSource(), stripeWebhook('wrong', BODY))
    const other = await posthorn.createTenant()
    const notFound = problem(404, 'not_found', 'No request has this id: check the id and the tenant.')
    expect(await posthorn.api.get(`${other.path}/requests/${id}`)).toEqual(notFound)
    expect(await read(newId('request'))).toEqual(notFound)
  })

  it('is kept for a week: after that only the record of the request is shown', async () => {
    const source = await stripeSource()
    const { id } = await recorded(source, stripeWebhook('wrong', BODY))
    const old = await agedRequest(id, 8)
    expect((await read(old)).body).toMatchObject({
      id: old,
      cause: 'signature_mismatch',
      detail: null,
      headers: null,
      body: null,
      reprocessable: false,
    })
    const young = await agedRequest((await recorded(source, stripeWebhook('wrong', BODY))).id, 6)
    expect((await read(young)).body).toMatchObject({ detail: expect.any(String) })
  })

  /** Changes the id of a request to one of some days ago, and returns it. */
  async function agedRequest(id: string, days: number): Promise<string> {
    const [row] = await posthorn.database.query<{ old: string }>(
      `SELECT first_id_at('req', now() - $2::int * interval '1 day') || substr($1, 15) AS old`,
      [id, days],
    )
    const old = row?.old ?? ''
    await posthorn.database.query('UPDATE rejected_requests SET id = $2 WHERE id = $1', [id, old])
    await posthorn.database.query('UPDATE requests SET id = $2 WHERE id = $1', [id, old])
    return old
  }
})
