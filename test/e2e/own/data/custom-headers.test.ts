import type { Attempt, CreatedKey, Endpoint, Page } from '@posthorn/contracts'
import { rowOfHeader } from '@posthorn/database'
import { createSecretBox } from '@posthorn/secrets'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { problem, reply, TIME } from '../../../harness/expected.ts'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'
import { type Received, type Receiver, startReceiver } from '../../../harness/receiver.ts'

const URL = 'https://example.com/webhooks'
const NOTHING_TO_KEEP =
  'has no value that could be kept: there is none, or it was for another origin. Send the value itself'
const MASK = '********'
const OLD_KEY = Buffer.alloc(32, 1)
const NEW_KEY = Buffer.alloc(32, 2)
const ENCRYPTION_KEYS = [NEW_KEY, OLD_KEY].map((key) => key.toString('base64')).join(',')

describe('the headers of an endpoint', () => {
  let posthorn: Posthorn
  let receiver: Receiver
  let tenant: Tenant
  let path: string
  beforeAll(async () => {
    posthorn = await startPosthorn({
      services: ['api', 'worker'],
      env: { LOG_LEVEL: 'trace', POSTHORN_ENCRYPTION_KEY: ENCRYPTION_KEYS },
    })
    receiver = await startReceiver()
  })
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
    path = `${tenant.path}/endpoints`
  })
  afterAll(async () => {
    await posthorn.stop()
    await receiver.close()
  })

  const endpointWith = (headers: object) => tenant.endpoint({ url: receiver.url, headers })
  const patch = (id: string, headers: unknown) => posthorn.api.patch<Endpoint>(`${path}/${id}`, { headers })
  const shown = async (id: string) => (await posthorn.api.get<Endpoint>(`${path}/${id}`)).body.headers

  /** Publishes an event and returns the headers of its request. */
  async function sent(): Promise<Received['headers']> {
    const before = receiver.received.length
    await posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
    return (await receiver.waitFor(before + 1))[before]?.headers ?? {}
  }

  it('are sent with each request, in addition to those of Posthorn', async () => {
    await endpointWith({ Authorization: 'Bearer abc.def', 'X-Tab': 'a\tb' })
    const headers = await sent()

    expect(headers).toMatchObject({ authorization: 'Bearer abc.def', 'x-tab': 'a\tb' })
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': expect.stringMatching(/^evt_/),
      'webhook-signature': expect.stringMatching(/^v1,/),
      'user-agent': expect.stringMatching(/^Posthorn\//),
    })
  })

  it('are shown with masked values', async () => {
    const created = await posthorn.api.post<Endpoint & { secret: string }>(path, {
      url: URL,
      headers: { 'x-b': 'hidden-1', 'X-A': 'hidden-2' },
    })
    const { secret: _secret, ...endpoint } = created.body
    expect(created).toMatchObject({ status: 201, body: { headers: { 'X-A': MASK, 'x-b': MASK } } })
    expect(await posthorn.api.get(`${path}/${endpoint.id}`)).toEqual(reply(200, endpoint))
    expect(await posthorn.api.get(path)).toEqual(reply(200, { data: [endpoint], nextCursor: null }))
  })

  it('are all replaced by those of a change', async () => {
    const { secret: _secret, ...created } = await endpointWith({ 'X-A': '1', 'X-B': '2' })
    const changed = await patch(created.id, { 'X-C': '3' })
    expect(changed).toEqual(reply(200, { ...created, headers: { 'X-C': MASK }, updatedAt: TIME }))
    expect(changed.body.updatedAt > created.updatedAt).toBe(true)
    const headers = await sent()
    expect([headers['x-a'], headers['x-b'], headers['x-c']]).toEqual([undefined, undefined, '3'])
    expect(await patch(created.id, {})).toMatchObject({ status: 200, body: { headers: {} } })
    expect(await sent()).not.toHaveProperty('x-c')
  })

  it('stay when a change does not set them', async () => {
    const { id } = await endpointWith({ 'X-A': '1' })
    await posthorn.api.patch(`${path}/${id}`, { description: 'other' })
    expect(await shown(id)).toEqual({ 'X-A': MASK })
    expect((await sent())['x-a']).toBe('1')
  })

  it('keep their values when they are written back as read', async () => {
    const { id, headers } = await endpointWith({ 'X-A': '1', 'X-B': '2' })
    expect(await patch(id, { ...headers, 'X-C': '3' })).toMatchObject({
      status: 200,
      body: { headers: { 'X-A': MASK, 'X-B': MASK, 'X-C': MASK } },
    })
    expect(await sent()).toMatchObject({ 'x-a': '1', 'x-b': '2', 'x-c': '3' })
  })

  it('keep their value under a name in another case', async () => {
    const { id } = await endpointWith({ 'x-api-key': '1' })
    expect(await patch(id, { 'X-Api-Key': MASK })).toMatchObject({
      status: 200,
      body: { headers: { 'X-Api-Key': MASK } },
    })
    expect((await sent())['x-api-key']).toBe('1')
  })

  it('cannot keep a value that does not exist, and stay unchanged', async () => {
    const { id } = await endpointWith({ 'X-A': '1' })
    const message = NOTHING_TO_KEEP
    expect(await patch(id, { 'X-A': MASK, 'X-B': MASK, 'X-C': '3' })).toEqual(
      problem(400, 'invalid_request', `headers.X-B: ${message}`, [{ path: 'headers.X-B', message }]),
    )
    expect(await shown(id)).toEqual({ 'X-A': MASK })
    const ofNewOne = 'expected a value, got the mask'
    expect(await posthorn.api.post(path, { url: URL, headers: { 'X-A': MASK } })).toEqual(
      problem(400, 'invalid_request', `headers.X-A: ${ofNewOne}`, [
        { path: 'headers.X-A', message: ofNewOne },
      ]),
    )
  })

  it.each(['CF-Connecting-IP', 'webhook_signature', 'X_Forwarded_For'])(
    'that were stored before a rule refused them are not sent: %s',
    async (name) => {
      const { id } = await endpointWith({ 'X-A': '1', 'X-B': '2' })
      await posthorn.database.query(
        "UPDATE endpoint_headers SET name = $1, sealed = $2 WHERE endpoint_id = $3 AND name = 'X-B'",
        [name, createSecretBox([NEW_KEY]).seal('trusted', rowOfHeader(id, name)), id],
      )
      const headers = await sent()
      expect(headers['x-a']).toBe('1')
      expect(headers).not.toHaveProperty(name.toLowerCase())
    },
  )

  it('of concurrent changes are those of one of them', async () => {
    const { id } = await endpointWith({ 'X-A': '1' })
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => patch(id, { 'X-A': MASK, 'X-Index': String(index) })),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200))
    expect(await shown(id)).toEqual({ 'X-A': MASK, 'X-Index': MASK })
    expect(await sent()).toMatchObject({ 'x-a': '1', 'x-index': expect.stringMatching(/^\d$/) })
  })

  it.each<[object, string, string]>([
    [{ Host: 'evil' }, 'headers.Host', 'must not be set: Posthorn or HTTP itself sets it'],
    [
      { 'webhook-signature': 'v1,x' },
      'headers.webhook-signature',
      'must not be set: Posthorn or HTTP itself sets it',
    ],
    [
      { 'X-Forwarded-For': '127.0.0.1' },
      'headers.X-Forwarded-For',
      'must not be set: proxies and cloud services trust it',
    ],
    [
      { X_Forwarded_For: '127.0.0.1' },
      'headers.X_Forwarded_For',
      'must not be set: proxies and cloud services trust it',
    ],
    [
      { 'X-A': 'a\r\nHost: evil' },
      'headers.X-A',
      'expected visible ASCII characters, with spaces and tabs only between them',
    ],
    [{ 'X-A': 'a', 'x-a': 'b' }, 'headers.x-a', 'duplicate header: names are case-insensitive'],
    [{ 'X-A': 1 }, 'headers.X-A', 'expected a string, got a number'],
    [
      Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`x-${index}`, 'v'])),
      'headers',
      'must have at most 50 headers',
    ],
  ])('are refused when they are invalid: %#', async (headers, field, message) => {
    const refused = problem(400, 'invalid_request', `${field}: ${message}`, [{ path: field, message }])
    const { id } = await endpointWith({ 'X-A': '1' })
    expect(await posthorn.api.post(path, { url: URL, headers })).toEqual(refused)
    expect(await patch(id, headers)).toEqual(refused)
    expect(await shown(id)).toEqual({ 'X-A': MASK })
  })

  it('are not stored, logged or returned in plain text', async () => {
    const { id } = await endpointWith({ Authorization: 'Bearer hidden-value', 'X-Other': 'hidden-other' })
    await sent()
    const [delivery] = await tenant.settled(1)
    const attempts = await posthorn.api.get<Page<Attempt>>(
      `${tenant.path}/deliveries/${delivery?.id}/attempts`,
    )
    expect(attempts.body.data[0]?.requestHeaders).toMatchObject({
      Authorization: MASK,
      'X-Other': MASK,
      'content-type': 'application/json',
    })
    const refused = await patch(id, { Authorization: 'Bearer hidden-value ', Host: 'hidden-other' })
    expect(refused.status).toBe(400)

    const tables = await posthorn.database.query<{ name: string }>(
      "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'",
    )
    expect(tables.map(({ name }) => name)).toContain('endpoint_headers')
    const everything = tables.map(({ name }) => `SELECT t::text AS row FROM ${name} t`).join(' UNION ALL ')
    const rows = await posthorn.database.query<{ row: string }>(everything)
    const stored = rows.map(({ row }) => row)
    // The second is how a bytea column shows it.
    for (const text of ['hidden', Buffer.from('hidden').toString('hex')]) {
      expect(stored.filter((row) => row.includes(text))).toEqual([])
    }
    for (const { text } of [attempts, refused, await posthorn.api.get(path)])
      expect(text).not.toContain('hidden')
    for (const name of ['api', 'worker'] as const) {
      expect(posthorn.service(name).output()).not.toContain('hidden')
    }
  })

  it('are deleted from the database with the endpoint', async () => {
    const { id } = await endpointWith({ 'X-A': '1' })
    const rows = () =>
      posthorn.database.query('SELECT name FROM endpoint_headers WHERE endpoint_id = $1', [id])
    expect(await rows()).toEqual([{ name: 'X-A' }])
    await posthorn.api.delete(`${path}/${id}`)
    expect(await rows()).toEqual([])
  })

  it('that were encrypted under an older key are still sent', async () => {
    const { id } = await endpointWith({ 'X-A': 'new' })
    const sealed = createSecretBox([OLD_KEY]).seal('old', rowOfHeader(id, 'X-A'))
    await posthorn.database.query('UPDATE endpoint_headers SET sealed = $1 WHERE endpoint_id = $2', [
      sealed,
      id,
    ])
    expect((await sent())['x-a']).toBe('old')
  })

  it('cannot be changed by a reader or by another tenant', async () => {
    const { id } = await endpointWith({ 'X-A': '1' })
    const { body: reader } = await posthorn.api.post<CreatedKey>(`${tenant.path}/keys`, { role: 'read' })
    expect(await posthorn.api.as(reader.key).patch(`${path}/${id}`, { headers: {} })).toEqual(
      problem(403, 'forbidden', 'A key with the role "read" may not do this.'),
    )
    const other = await posthorn.createTenant()
    expect(await posthorn.api.patch(`${other.path}/endpoints/${id}`, { headers: {} })).toEqual(
      problem(404, 'not_found', 'No endpoint has this id: check the id and the tenant.'),
    )
    expect(await shown(id)).toEqual({ 'X-A': MASK })
  })
})
