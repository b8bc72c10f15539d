import type { AuditEntry, Endpoint, Page } from '@posthorn/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { problem } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { type Received, type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'

const NOTHING_TO_KEEP =
  'has no value that could be kept: there is none, or it was for another origin. Send the value itself'
const MASK = '********'

describe('the headers of an endpoint whose URL changes', () => {
  const posthorn = sharedPosthorn()
  let receiver: Receiver
  let tenant: Tenant
  let path: string
  beforeAll(async () => {
    receiver = await startReceiver()
  })
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
    path = `${tenant.path}/endpoints`
  })
  afterAll(() => receiver.close())

  const endpointWith = (headers: object) => tenant.endpoint({ url: receiver.url, headers })

  /** Publishes an event and returns the headers of its request. */
  async function sent(): Promise<Received['headers']> {
    const before = receiver.received.length
    await posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
    return (await receiver.waitFor(before + 1))[before]?.headers ?? {}
  }

  const change = (id: string, body: object) => posthorn.api.patch<Endpoint>(`${path}/${id}`, body)
  const elsewhere = (url: string) => url.replace('127.0.0.1', 'localhost')
  /** What a receiver on another origin gets. */
  let other: Receiver
  beforeAll(async () => {
    other = await startReceiver()
  })
  afterAll(() => other.close())

  it('stay for another path of the same origin', async () => {
    const { id } = await endpointWith({ 'X-A': '1' })
    const changed = await change(id, { url: `${receiver.url}/elsewhere?a=b` })
    expect(changed.body.headers).toEqual({ 'X-A': MASK })
    expect((await sent())['x-a']).toBe('1')
  })

  it.each([
    ['port', (url: string) => url.replace(/:\d+/, ':1')],
    ['host', elsewhere],
    ['scheme', (url: string) => url.replace('http:', 'https:')],
  ])('are dropped when the origin changes: another %s', async (_part, urlOf) => {
    const { id } = await endpointWith({ 'X-A': '1', 'X-B': '2' })
    const changed = await change(id, { url: urlOf(receiver.url) })
    expect(changed).toMatchObject({ status: 200, body: { headers: {} } })
    expect(
      await posthorn.database.query('SELECT name FROM endpoint_headers WHERE endpoint_id = $1', [id]),
    ).toEqual([])
    // Changing back restores nothing.
    expect(await change(id, { url: receiver.url })).toMatchObject({ status: 200, body: { headers: {} } })
  })

  it('are sent to no other origin, even with existing deliveries', async () => {
    const { id } = await endpointWith({ 'X-A': 'for-the-old-origin' })
    await posthorn.api.post(`${path}/${id}/disable`, {})
    await change(id, { enabled: true, url: other.url })
    await posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
    const [request] = await other.waitFor(1)
    expect(request?.headers).toHaveProperty('webhook-id')
    expect(request?.headers).not.toHaveProperty('x-a')
  })

  it('are those of the change', async () => {
    const { id } = await endpointWith({ 'X-A': '1' })
    const answer = await change(id, { url: elsewhere(receiver.url), headers: { 'X-A': '2' } })
    expect(answer).toMatchObject({ status: 200, body: { headers: { 'X-A': MASK } } })
  })

  it('cannot be kept by their masks, and nothing is changed', async () => {
    const { id } = await endpointWith({ 'X-A': '1' })
    const before = await posthorn.api.get(`${path}/${id}`)
    const body = { url: elsewhere(receiver.url), headers: { 'X-A': MASK, 'X-B': '2' } }
    expect(await change(id, body)).toEqual(
      problem(400, 'invalid_request', `headers.X-A: ${NOTHING_TO_KEEP}`, [
        { path: 'headers.X-A', message: NOTHING_TO_KEEP },
      ]),
    )
    expect((await posthorn.api.get(`${path}/${id}`)).body).toEqual(before.body)
    expect((await sent())['x-a']).toBe('1')
  })

  it('are named in the audit log as changed', async () => {
    const { id } = await endpointWith({ 'X-A': '1' })
    await change(id, { url: elsewhere(receiver.url) })
    const { body } = await posthorn.api.get<Page<AuditEntry>>(`${tenant.path}/audit?action=endpoint.updated`)
    expect(body.data.map(({ fields }) => fields)).toEqual([['url', 'headers']])
    expect(posthorn.service('api').logged('endpoint.headers_dropped')).toContainEqual(
      expect.objectContaining({ endpointId: id }),
    )
  })
})
