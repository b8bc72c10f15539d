import type { EventSummary, InboundRequest, InboundRequestDetail, Page, Source } from '@posthorn/contracts'
import { beforeEach, describe, expect, it } from 'vitest'
import { idOf, problem, reply, TIME } from '../../../../harness/expected.ts'
import type { Tenant } from '../../../../harness/posthorn.ts'
import { sendgridKeys, sendgridWebhook } from '../../../../harness/providers/several-events.ts'
import { sharedPosthorn } from '../../../../harness/shared/shared-posthorn.ts'
import { testReceiver } from '../../../../harness/shared/test-receiver.ts'
import { sendWebhook } from '../../../../harness/webhooks.ts'

const COPIES = 50
const KEYS = sendgridKeys()
const accepted = reply(202, { status: 'accepted', eventId: idOf('evt') })
const duplicate = reply(200, { status: 'already_processed', eventId: idOf('evt') })

const opened = (id: string) => `{"event":"open","sg_event_id":"${id}"}`
/** SendGrid's ids are optional: duplicates of this event are found by its bytes. */
const withoutId = (email: string) => `{"event":"bounce","email":"${email}"}`
const bodyOf = (parts: readonly string[]) => `[${parts.join(',')}]`
const unreadable = (detail: string) => problem(400, 'unreadable_payload', detail)

describe('a request with several events', () => {
  const posthorn = sharedPosthorn()
  const receiver = testReceiver()
  let tenant: Tenant
  let source: Source
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
    source = await sendgridSource()
  })

  const sendgridSource = (fields: object = {}) =>
    tenant.source({ name: 'sendgrid', provider: 'sendgrid', publicKey: KEYS.publicKey, ...fields })
  const sendBody = (body: string) => sendWebhook(source.ingestUrl, sendgridWebhook(KEYS.privateKey, body))
  const send = (...parts: string[]) => sendBody(bodyOf(parts))

  async function requests(): Promise<InboundRequest[]> {
    const path = `${tenant.path}/sources/${source.id}/requests?limit=250`
    return (await posthorn.api.get<Page<InboundRequest>>(path)).body.data
  }
  async function lastRequest(): Promise<InboundRequestDetail> {
    const [newest] = await requests()
    return (await posthorn.api.get<InboundRequestDetail>(`${tenant.path}/requests/${newest?.id}`)).body
  }
  /** Oldest first. */
  async function events(): Promise<EventSummary[]> {
    const { body } = await posthorn.api.get<Page<EventSummary>>(`${tenant.path}/events?limit=250`)
    return body.data.toReversed()
  }
  const dataOf = async (ids: readonly string[]) =>
    Promise.all(
      ids.map(async (id) => {
        const { text } = await posthorn.api.get(`${tenant.path}/events/${id}`)
        return text.slice(text.indexOf('"data":') + 7, -1)
      }),
    )

  it('becomes one event each, byte for byte, in their order', async () => {
    const parts = [
      '{ "event":"processed", "sg_event_id":"a==", "n": 12345678901234567890 }',
      '{"event":"group_unsubscribe","sg_event_id":"b","text":"\\u0065 ]}, é"}',
      '{"event":"open","sg_event_id":"c","n":1.0}',
    ]
    const body = ` [ ${parts.join(' ,\r\n')} ] `
    const answer = await sendBody(body)

    expect(answer).toEqual(accepted)
    const { eventIds, ...request } = await lastRequest()
    expect(request).toEqual({
      id: idOf('req'),
      sourceId: source.id,
      outcome: 'accepted',
      cause: null,
      eventId: answer.body.eventId,
      duplicateEventIds: [],
      matchedSecret: null,
      contentType: 'application/json',
      userAgent: null,
      bodyBytes: Buffer.byteLength(body),
      receivedAt: TIME,
      reprocessedAt: null,
      detail: null,
      headers: null,
      body: null,
      bodyTruncated: false,
      reprocessable: true,
    })
    expect(eventIds[0]).toBe(answer.body.eventId)
    expect(await requests()).toHaveLength(1)
    expect(await dataOf(eventIds)).toEqual(parts)
    const stored = new Map((await events()).map((event) => [event.id, event]))
    expect(stored.size).toBe(3)
    expect(eventIds.map((id) => stored.get(id))).toMatchObject([
      { type: 'sendgrid.processed', externalId: 'a==', sourceId: source.id },
      { type: 'sendgrid.group_unsubscribe', externalId: 'b', sourceId: source.id },
      { type: 'sendgrid.open', externalId: 'c', sourceId: source.id },
    ])
  })

  it("is found by the provider's id of each event", async () => {
    await send(opened('1'), opened('2'), withoutId('a'))
    const other = await sendgridSource({ name: 'other' })
    await sendWebhook(other.ingestUrl, sendgridWebhook(KEYS.privateKey, bodyOf([opened('2')])))
    const list = async (query: string) =>
      (await posthorn.api.get<Page<EventSummary>>(`${tenant.path}/events?externalId=${query}`)).body.data
    expect(await list('1')).toMatchObject([{ externalId: '1', sourceId: source.id }])
    const both = await list('2')
    expect(both).toMatchObject([{ sourceId: other.id }, { sourceId: source.id }])
    expect(await list(`2&sourceId=${source.id}`)).toEqual([both[1]])
    const found = await posthorn.api.get<{ data: { id: string }[] }>(`${tenant.path}/search?q=2`)
    expect(found.body.data.map(({ id }) => id)).toEqual(both.map(({ id }) => id).toSorted())
    // An event can be published with the id of a provider.
    const event = { id: '2', type: 'order.paid', data: {} }
    expect((await posthorn.api.post(`${tenant.path}/events`, event)).status).toBe(202)
    expect(await list('2')).toHaveLength(3)
  })

  it('is delivered to the endpoints that match each event', async () => {
    await tenant.endpoint({ url: `${receiver.url}/opens`, eventTypes: ['sendgrid.open'] })
    await tenant.endpoint({ url: `${receiver.url}/filtered`, filter: { email: 'a@example.com' } })
    await tenant.endpoint({ url: `${receiver.url}/raw`, payloadFormat: 'raw' })
    const parts = [opened('1'), withoutId('a@example.com'), withoutId('b@example.com')]
    await send(...parts)
    await tenant.settled(5)

    const at = (path: string) => receiver.received.filter((one) => one.path === path)
    const texts = (path: string) => at(path).map(({ body }) => body.toString())
    expect(texts('/opens')).toEqual([expect.stringContaining(`"data":${parts[0]}}`)])
    expect(texts('/filtered')).toEqual([expect.stringContaining(`"data":${parts[1]}}`)])
    expect(texts('/raw').toSorted()).toEqual(parts.toSorted())
    expect(new Set(at('/raw').map(({ headers }) => headers['content-type']))).toEqual(
      new Set(['application/json']),
    )
  })

  it('makes only the events that are new', async () => {
    const first = await send(opened('1'))
    const second = await send(opened('1'), opened('2'), opened('3'))

    expect([first, second]).toEqual([accepted, accepted])
    const request = await lastRequest()
    expect(request).toMatchObject({ outcome: 'accepted', eventId: second.body.eventId })
    expect(request.eventIds).toHaveLength(2)
    expect(request.eventIds[0]).toBe(second.body.eventId)
    expect(request.duplicateEventIds).toEqual([first.body.eventId])
    expect(await dataOf(request.eventIds)).toEqual([opened('2'), opened('3')])
    expect(await events()).toHaveLength(3)
  })

  it('is a duplicate when all its events were made before', async () => {
    const first = await send(opened('1'), opened('2'))
    const { eventIds } = await lastRequest()

    const again = await send(opened('2'), opened('1'))
    expect(again).toEqual(reply(200, { status: 'already_processed', eventId: eventIds[1] }))
    expect(await lastRequest()).toMatchObject({
      outcome: 'duplicate',
      eventId: eventIds[1],
      eventIds: [],
      duplicateEventIds: eventIds.toReversed(),
    })
    expect(await send(opened('1'))).toEqual(
      reply(200, { status: 'already_processed', eventId: first.body.eventId }),
    )
    expect(await events()).toHaveLength(2)
  })

  it('makes one event of a part that it has twice', async () => {
    expect(await send(opened('1'), opened('2'), opened('1'))).toEqual(accepted)
    expect((await lastRequest()).eventIds).toHaveLength(2)
    expect(await events()).toHaveLength(2)
  })

  it('compares the bytes of each part without an id, also of one that came alone', async () => {
    const first = await send(withoutId('a'))
    const second = await send(withoutId('b'), withoutId('a'))
    expect([first, second]).toEqual([accepted, accepted])
    expect(await lastRequest()).toMatchObject({ duplicateEventIds: [first.body.eventId] })
    expect(await send(withoutId('b'))).toEqual(
      reply(200, { status: 'already_processed', eventId: second.body.eventId }),
    )
    expect(await events()).toHaveLength(2)
  })

  it('compares ids and bytes of each part when its source has id-or-body', async () => {
    source = await sendgridSource({ name: 'replays', dedupeBy: 'id-or-body' })
    expect(await send(opened('1'), withoutId('a'))).toEqual(accepted)
    const changed = '{"event":"click","sg_event_id":"1"}'
    expect(await send(changed, withoutId('a'))).toEqual(duplicate)
    expect(await send(changed, '{"event":"click","sg_event_id":"2"}')).toEqual(accepted)
    expect(await events()).toHaveLength(3)
  })

  it(`that is sent ${COPIES} times at once makes each event and delivery once`, async () => {
    await tenant.endpoint({ url: receiver.url })
    const ids = Array.from({ length: 20 }, (_, index) => `${index}`)
    const replies = await Promise.all(Array.from({ length: COPIES }, () => send(...ids.map(opened))))
    expect(replies.filter(({ status }) => status === 202)).toHaveLength(1)
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(COPIES - 1)
    expect(new Set(replies.map(({ body }) => body.eventId)).size).toBe(1)
    expect(await events()).toHaveLength(20)
    expect(await tenant.settled(20)).toHaveLength(20)
  })

  it('makes each event once beside requests with some of the same events in another order', async () => {
    const ids = Array.from({ length: 30 }, (_, index) => `${index}`)
    const rotated = (by: number) => [...ids.slice(by), ...ids.slice(0, by)]
    const bodies = Array.from({ length: 30 }, (_, index) => {
      const some = rotated(index).slice(0, 1 + (index % 15))
      return index % 2 === 0 ? some : some.toReversed()
    })
    const replies = await Promise.all(bodies.map((some) => send(...some.map(opened))))
    expect(replies.filter(({ status }) => status !== 202 && status !== 200)).toEqual([])
    const stored = await dataOf((await events()).map(({ id }) => id))
    expect(stored.toSorted()).toEqual([...new Set(bodies.flat())].map(opened).toSorted())
  })

  it.each([
    ['without events', '[]', 'The body has 0 events: expected at least one, and at most 5000.'],
    [
      'with more than 5,000 events',
      `[${'{},'.repeat(5000)}{}]`,
      'The body has 5001 events: expected at least one, and at most 5000.',
    ],
    [
      'with an event that has no type',
      bodyOf([opened('1'), '{"sg_event_id":"2"}']),
      'SendGrid: expected a string "event" of 1 to 256 characters, the type of the event.',
    ],
  ])('%s is unreadable, and stores nothing', async (_which, body, detail) => {
    expect(await sendBody(body)).toEqual(unreadable(detail))
    expect(await events()).toEqual([])
    expect(await lastRequest()).toMatchObject({
      outcome: 'rejected',
      cause: 'unreadable_body',
      eventIds: [],
    })
    // What was refused is no duplicate.
    expect(await send(opened('1'))).toEqual(accepted)
  })

  it('has 5,000 events at most, which are all made', async () => {
    const ids = Array.from({ length: 5000 }, (_, index) => `${index}`)
    expect(await send(...ids.map(opened))).toEqual(accepted)
    expect(new Set((await lastRequest()).eventIds).size).toBe(5000)
    const count = `SELECT count(*)::int AS events FROM events WHERE source_id = $1`
    expect(await posthorn.database.query(count, [source.id])).toEqual([{ events: 5000 }])
    expect(await send(...ids.toReversed().map(opened))).toEqual(duplicate)
  })

  it('is delivered by filters of events of more than a megabyte too', async () => {
    await tenant.endpoint({ url: receiver.url, filter: { sg_event_id: { $in: ['2', '3'] } } })
    const large = (id: string) =>
      `{"event":"open","sg_event_id":"${id}","text":"${'x'.repeat(1024 * 1024)}","n":12345678901234567890}`
    const parts = [large('1'), large('2'), opened('3')]
    expect(await send(...parts)).toEqual(accepted)
    await tenant.settled(2)
    const bodies = receiver.received.map(({ body }) => body.toString())
    expect(bodies.map((body) => parts.findIndex((part) => body.endsWith(`"data":${part}}`)))).toEqual(
      expect.arrayContaining([1, 2]),
    )
    expect(await dataOf((await lastRequest()).eventIds)).toEqual(parts)
  })
})
