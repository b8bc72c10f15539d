import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import type { InboundRequest, InboundRequestDetail, Page, Source } from '@posthorn/contracts'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Reply } from '../../../harness/api-client.ts'
import { idOf, problem, reply } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'
import { type AcceptedWebhook, sendWebhook, stripeWebhook } from '../../../harness/webhooks.ts'

const SECRET = 'whsec_of_stripe'
const LIMIT = 5
const ROUNDS = 10
const LOOPBACK = ['127.0.0.0/8', '::1/128']
/** Reserved for documentation. */
const ELSEWHERE = ['203.0.113.0/24', '2001:db8::/32']

const accepted = reply(202, { status: 'accepted', eventId: idOf('evt') })
const notAllowed = problem(
  403,
  'address_not_allowed',
  'The request comes from 127.0.0.1, which is not in the allowCidrs of the source.',
)
const tooLarge = (bytes: number) =>
  problem(413, 'payload_too_large', `The body is larger than ${bytes} bytes, the bodyMaxBytes of the source.`)
const throttled = {
  ...problem(
    429,
    'rate_limited',
    `The source is limited to ${LIMIT} requests per second. Repeat the request in 1 s.`,
  ),
  headers: expect.objectContaining({ 'retry-after': '1' }),
}

/** Two processes of ingest, which cache the source. */
const posthorn = sharedPosthorn('idle')
const ingests = posthorn.services('ingest').map(({ url }) => url)
let tenant: Tenant
let sent = 0
beforeEach(async () => {
  tenant = await posthorn.createTenant()
})

const sourceWith = (fields: object) =>
  tenant.source({ name: `stripe-${sent++}`, provider: 'stripe', secrets: [SECRET], ...fields })

const change = ({ id }: Source, fields: object) => posthorn.api.patch(`${tenant.path}/sources/${id}`, fields)

const eventOf = (bytes: number) => {
  const event = { id: `evt_${sent++}`, type: 'payment.made', padding: '' }
  return JSON.stringify({ ...event, padding: 'x'.repeat(bytes - JSON.stringify(event).length) })
}

/** Sends a webhook to the process with this index. */
function sendTo(
  index: number,
  { id }: Source,
  secret = SECRET,
  body = eventOf(100),
): Promise<Reply<AcceptedWebhook>> {
  return sendWebhook(`${ingests[index % ingests.length]}/webhooks/${id}`, stripeWebhook(secret, body))
}

/** Sends a webhook to each process. */
const send = (source: Source, secret = SECRET) =>
  Promise.all(ingests.map((_url, index) => sendTo(index, source, secret)))

const burst = (count: number, source: Source, secret = SECRET) =>
  Promise.all(Array.from({ length: count }, (_, index) => sendTo(index, source, secret)))

const statusesOf = (replies: Reply<unknown>[]) => {
  const counts: Record<number, number> = {}
  for (const { status } of replies) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

/** A burst to a new source, again until it was counted within one second. */
function burstInOneSecond(count: number, fields: object = {}) {
  return waitUntil(`${count} requests to be counted in one second`, async () => {
    const source = await sourceWith({ rateLimitPerSecond: LIMIT, ...fields })
    const replies = await burst(count, source)
    return (statusesOf(replies)[202] ?? 0) <= LIMIT && { source, replies }
  })
}

async function requestsOf({ id }: Source): Promise<InboundRequest[]> {
  const { body } = await posthorn.api.get<Page<InboundRequest>>(`${tenant.path}/sources/${id}/requests`)
  return body.data
}

async function detailOf(source: Source): Promise<InboundRequestDetail> {
  const [request] = await requestsOf(source)
  return (await posthorn.api.get<InboundRequestDetail>(`${tenant.path}/requests/${request?.id}`)).body
}

describe('the rate limit of a source', () => {
  it('admits as many of 100 requests at once, at all processes together, and refuses the others with 429', async () => {
    const { replies } = await burstInOneSecond(100)
    expect(statusesOf(replies)).toEqual({ 202: LIMIT, 429: 100 - LIMIT })
    for (const refused of replies.filter(({ status }) => status === 429)) expect(refused).toEqual(throttled)
  })

  it('admits requests again after the announced time', async () => {
    const { source } = await burstInOneSecond(20)
    const next = await waitUntil('a request to be accepted', async () => {
      const answer = await sendTo(0, source)
      return answer.status !== 429 && answer
    })
    expect(next).toEqual(accepted)
  })

  it('is separate for each source', async () => {
    const { source } = await burstInOneSecond(20)
    const other = await sourceWith({ rateLimitPerSecond: LIMIT })
    const free = await sourceWith({})
    expect(await send(other)).toEqual([accepted, accepted])
    expect(statusesOf(await burst(20, free))).toEqual({ 202: 20 })
    expect((await requestsOf(source)).filter(({ cause }) => cause === 'rate_limited')).not.toEqual([])
  })

  it('leaves few records of a burst, and room for other rejected requests', async () => {
    const { source } = await burstInOneSecond(100)
    const causes = (await requestsOf(source)).map(({ cause }) => cause)
    const throttledCount = causes.filter((cause) => cause === 'rate_limited').length
    expect(throttledCount).toBeGreaterThan(0)
    // Of each process in each minute.
    expect(throttledCount).toBeLessThanOrEqual(2 * 2 * 5)

    await change(source, { rateLimitPerSecond: null })
    expect(statusesOf(await burst(20, source, 'whsec_wrong'))).toEqual({ 401: 20 })
    const rejected = await requestsOf(source)
    expect(rejected.filter(({ cause }) => cause !== null && cause !== 'rate_limited')).toHaveLength(20)
  })

  it('is not used up by requests that are refused by their headers or address', async () => {
    const source = await sourceWith({ rateLimitPerSecond: LIMIT, allowCidrs: ELSEWHERE })
    expect(statusesOf(await burst(30, source))).toEqual({ 403: 30 })
    await change(source, { allowCidrs: null })
    const unsigned = () => sendWebhook(`${ingests[0]}/webhooks/${source.id}`, { headers: {}, body: '{}' })
    expect(statusesOf(await Promise.all(Array.from({ length: 30 }, unsigned)))).toEqual({ 401: 30 })
    expect(await send(source)).toEqual([accepted, accepted])
  })

  it('counts for the next request when it is set, changed and removed', async () => {
    await waitUntil('every step to take less than a second', async () => {
      const source = await sourceWith({})
      await send(source)
      await change(source, { rateLimitPerSecond: LIMIT })
      const limited = statusesOf(await burst(30, source))
      await change(source, { rateLimitPerSecond: 1000 })
      const raised = statusesOf(await burst(30, source))
      await change(source, { rateLimitPerSecond: 1 })
      const lowered = statusesOf(await burst(30, source))
      await change(source, { rateLimitPerSecond: null })
      expect(statusesOf(await burst(30, source))).toEqual({ 202: 30 })
      expect(raised).toEqual({ 202: 30 })
      expect(Object.keys(limited)).toEqual(['202', '429'])
      expect(lowered[429]).toBeGreaterThan(0)
      // The count of a second goes on: nothing is left of it, unless the next second has begun.
      return limited[202] === LIMIT && (lowered[202] ?? 0) <= 1
    })
  })
})

describe('the addresses that a source allows', () => {
  it.each([
    ['a range with the address', LOOPBACK, accepted],
    ['one of several ranges', [...ELSEWHERE, ...LOOPBACK], accepted],
    ['a provider and a range', ['stripe', '127.0.0.1/32'], accepted],
    ['an IPv4-mapped range', ['::ffff:127.0.0.0/104'], accepted],
    ['other ranges', ELSEWHERE, notAllowed],
    ['the addresses of a provider', ['stripe', 'github'], notAllowed],
    ['every IPv6 address', ['::/0'], notAllowed],
  ])('as %s', async (_name, allowCidrs, expected) => {
    const source = await sourceWith({ allowCidrs })
    expect(await send(source)).toEqual([expected, expected])
  })

  it('are shown with the refused address in the request log', async () => {
    const source = await sourceWith({ allowCidrs: ELSEWHERE })
    await sendTo(0, source)
    expect(await detailOf(source)).toMatchObject({
      outcome: 'rejected',
      cause: 'address_not_allowed',
      detail:
        'The request comes from 127.0.0.1, which is not in the allowCidrs of the source. The body was not read: the request cannot be processed again.',
      body: null,
      reprocessable: false,
    })
  })

  it('are compared before the signature', async () => {
    const source = await sourceWith({ allowCidrs: ELSEWHERE })
    expect(await send(source, 'whsec_wrong')).toEqual([notAllowed, notAllowed])
  })

  it('are those of the socket, whatever X-Forwarded-For says', async () => {
    const source = await sourceWith({ allowCidrs: ELSEWHERE })
    const { body, headers } = stripeWebhook(SECRET, eventOf(100))
    const forged = { ...headers, 'x-forwarded-for': '203.0.113.1' }
    expect(await sendWebhook(`${ingests[0]}/webhooks/${source.id}`, { body, headers: forged })).toEqual(
      notAllowed,
    )
  })

  it('count for the next request, in each process', async () => {
    const source = await sourceWith({})
    for (let round = 0; round < ROUNDS; round++) {
      expect(await send(source)).toEqual([accepted, accepted])
      await change(source, { allowCidrs: ELSEWHERE })
      expect(await send(source)).toEqual([notAllowed, notAllowed])
      await change(source, { allowCidrs: round % 2 === 0 ? LOOPBACK : null })
    }
  })

  it('do not decide when a request is processed again', async () => {
    const source = await sourceWith({})
    await sendTo(0, source, 'whsec_of_later')
    await change(source, {
      allowCidrs: ELSEWHERE,
      secrets: ['whsec_of_later'],
      rateLimitPerSecond: 1,
      bodyMaxBytes: 10,
    })
    const [request] = await requestsOf(source)
    expect(
      await posthorn.api.post(`${tenant.path}/requests/${request?.id}/reprocess`, undefined),
    ).toMatchObject({ status: 202 })
  })
})

describe('the largest body of a source', () => {
  /** Sends the bytes in chunks, without a length. */
  async function sendInChunks({ id }: Source, body: string): Promise<unknown> {
    const { headers } = stripeWebhook(SECRET, body)
    const outgoing = httpRequest(`${ingests[0]}/webhooks/${id}`, { method: 'POST', headers, agent: false })
    outgoing.write(body.slice(0, 100))
    outgoing.end(body.slice(100))
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage]
    const received = await text(response)
    return {
      status: response.statusCode,
      headers: response.headers,
      text: received,
      body: JSON.parse(received),
    }
  }

  const sendBody = (source: Source, bytes: number) => sendTo(0, source, SECRET, eventOf(bytes))

  it('is accepted, and not one byte more, with a length and in chunks', async () => {
    const source = await sourceWith({ bodyMaxBytes: 1000 })
    expect(await sendBody(source, 1000)).toEqual(accepted)
    expect(await sendInChunks(source, eventOf(1000))).toEqual(accepted)
    expect(await sendBody(source, 1001)).toEqual(tooLarge(1000))
    expect(await sendInChunks(source, eventOf(1001))).toEqual(tooLarge(1000))
    expect(await requestsOf(source)).toMatchObject([
      { outcome: 'rejected', cause: 'payload_too_large', bodyBytes: 0 },
      { outcome: 'rejected', cause: 'payload_too_large', bodyBytes: 1001 },
      { outcome: 'accepted' },
      { outcome: 'accepted' },
    ])
  })

  it('is compared with the declared length before the body arrives', async () => {
    const source = await sourceWith({ bodyMaxBytes: 1000 })
    const { headers } = stripeWebhook(SECRET, eventOf(1001))
    const outgoing = httpRequest(`${ingests[0]}/webhooks/${source.id}`, {
      method: 'POST',
      headers: { ...headers, 'content-length': 1001 },
      agent: false,
    })
    outgoing.on('error', () => {})
    outgoing.flushHeaders()
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage]
    expect(response.statusCode).toBe(413)
    outgoing.destroy()
  })

  it('counts for the next request, with a length and in chunks', async () => {
    const source = await sourceWith({})
    for (let round = 0; round < ROUNDS; round++) {
      expect(await sendBody(source, 1000)).toEqual(accepted)
      await change(source, { bodyMaxBytes: 500 })
      expect(await sendBody(source, 501)).toEqual(tooLarge(500))
      await change(source, { bodyMaxBytes: 200 })
      expect(await sendInChunks(source, eventOf(201))).toEqual(tooLarge(200))
      await change(source, { bodyMaxBytes: 2000 })
      expect(await sendInChunks(source, eventOf(2000))).toEqual(accepted)
      await change(source, { bodyMaxBytes: null })
    }
  })

  it('is separate for each source', async () => {
    await sourceWith({ bodyMaxBytes: 100 })
    expect(await sendBody(await sourceWith({}), 100_000)).toEqual(accepted)
  })
})
