import type { InboundRequest, InboundRequestDetail, Page, Source } from '@posthorn/contracts'
import { beforeEach, describe, expect, it } from 'vitest'
import { reply, TIME } from '../../../../harness/expected.ts'
import type { Tenant } from '../../../../harness/posthorn.ts'
import { sendgridKeys, sendgridWebhook } from '../../../../harness/providers/several-events.ts'
import { sharedPosthorn } from '../../../../harness/shared/shared-posthorn.ts'
import { testReceiver } from '../../../../harness/shared/test-receiver.ts'
import { sendWebhook } from '../../../../harness/webhooks.ts'

const KEYS = sendgridKeys()
const opened = (id: string, email = 'b') => `{"event":"open","sg_event_id":"${id}","email":"${email}"}`

describe('a request with several events that is processed again', () => {
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
  const send = (...parts: string[]) =>
    sendWebhook(source.ingestUrl, sendgridWebhook(KEYS.privateKey, `[${parts.join(',')}]`))
  const read = async (id: string) =>
    (await posthorn.api.get<InboundRequestDetail>(`${tenant.path}/requests/${id}`)).body
  async function lastRequest(): Promise<InboundRequestDetail> {
    const path = `${tenant.path}/sources/${source.id}/requests?limit=1`
    const { body } = await posthorn.api.get<Page<InboundRequest>>(path)
    return read(body.data[0]?.id ?? '')
  }
  const countEvents = async () =>
    (await posthorn.api.get<Page<unknown>>(`${tenant.path}/events`)).body.data.length
  const reprocess = (id: string, headers = {}) =>
    posthorn.api.post(`${tenant.path}/requests/${id}/reprocess`, undefined, headers)

  it('makes each event that is new when it was rejected, and repeats nothing', async () => {
    source = await sendgridSource({ name: 'corrected', publicKey: sendgridKeys().publicKey })
    const parts = [opened('1'), opened('2'), opened('3')]
    expect((await send(...parts)).status).toBe(401)
    const { id } = await lastRequest()
    await posthorn.api.patch(`${tenant.path}/sources/${source.id}`, { publicKey: KEYS.publicKey })
    const retry = await send(opened('2'))

    const answers = await Promise.all(Array.from({ length: 5 }, () => reprocess(id)))
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(4)
    const body = await read(id)
    expect(body).toMatchObject({
      outcome: 'accepted',
      cause: null,
      eventId: body.eventIds[0],
      duplicateEventIds: [retry.body.eventId],
      reprocessedAt: TIME,
    })
    expect(body.eventIds).toHaveLength(2)
    expect(await countEvents()).toBe(3)
    expect(await reprocess(id)).toEqual(
      reply(200, { status: 'already_processed', eventId: body.eventIds[0] }),
    )
    expect((await send(...parts)).status).toBe(200)
  })

  it('is a duplicate when all its events were made meanwhile', async () => {
    source = await sendgridSource({ name: 'corrected', publicKey: sendgridKeys().publicKey })
    await send(opened('1'), opened('2'))
    const { id } = await lastRequest()
    await posthorn.api.patch(`${tenant.path}/sources/${source.id}`, { publicKey: KEYS.publicKey })
    await send(opened('2'), opened('1'))
    const { eventIds } = await lastRequest()
    expect(await reprocess(id)).toEqual(reply(200, { status: 'already_processed', eventId: eventIds[1] }))
    expect(await read(id)).toMatchObject({
      outcome: 'duplicate',
      eventIds: [],
      duplicateEventIds: eventIds.toReversed(),
    })
  })

  it('sends the events that it made again when it was accepted, each to its endpoints', async () => {
    await tenant.endpoint({ url: `${receiver.url}/all` })
    await tenant.endpoint({ url: `${receiver.url}/filtered`, filter: { email: 'a' } })
    await send(opened('0'))
    await send(opened('0'), opened('1'), opened('2', 'a'), opened('3'))
    await tenant.settled(5)
    const { id, eventIds } = await lastRequest()
    receiver.received.length = 0
    await posthorn.api.delete(`${tenant.path}/events/${eventIds[2]}/content`)

    const key = { 'idempotency-key': 'again' }
    const answer = await reprocess(id, key)
    expect(answer).toEqual(reply(202, { status: 'accepted', eventId: eventIds[0] }))
    expect((await reprocess(id, key)).body).toEqual(answer.body)
    await tenant.settled(8)
    const sent = receiver.received.map(({ path, headers }) => [path, headers['webhook-id']].join(' '))
    expect(sent.toSorted()).toEqual(
      [`/all ${eventIds[0]}`, `/all ${eventIds[1]}`, `/filtered ${eventIds[1]}`].toSorted(),
    )
  })

  it('is refused, and not offered, when none of its events has its content any more', async () => {
    await send(opened('1'), opened('2'))
    const { id, eventIds, reprocessable } = await lastRequest()
    expect(reprocessable).toBe(true)
    for (const eventId of eventIds) await posthorn.api.delete(`${tenant.path}/events/${eventId}/content`)
    expect((await lastRequest()).reprocessable).toBe(false)
    expect(await reprocess(id)).toMatchObject({ status: 409, body: { code: 'content_removed' } })
  })
})
