import type {
  AuditEntry,
  CreatedEndpoint,
  CreatedKey,
  Page,
  SentTestEvent,
  Source,
} from '@posthorn/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { problem, reply, TIME } from '../../../harness/expected.ts'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'

const ENDPOINT = { url: 'https://example.com/webhooks', signatures: ['standard', 'ed25519'] }
const SOURCE = { name: 'shop', provider: 'stripe', secrets: ['whsec_1'] }

let posthorn: Posthorn
let tenant: Tenant
beforeAll(async () => {
  posthorn = await startPosthorn({ services: ['api'] })
})
beforeEach(async () => {
  tenant = await posthorn.createTenant()
})
afterAll(() => posthorn.stop())

describe('a POST with an Idempotency-Key whose reply was lost', () => {
  const post = <Body>(path: string, body: unknown) =>
    posthorn.api.post<Body>(`${tenant.path}/${path}`, body, { 'idempotency-key': 'one' })

  const listOf = async <Thing>(things: string) =>
    (await posthorn.api.get<Page<Thing>>(`${tenant.path}/${things}`)).body.data

  /** Simulates that a process died after the work and the other requests have stopped waiting for it. */
  const loseReplies = () =>
    posthorn.database.query(
      `UPDATE idempotency_keys SET status = NULL, content_type = NULL, sealed_reply = NULL, lease_until = now()
       WHERE starts_with(path, $1)`,
      [tenant.path],
    )

  it('returns the endpoint that it created, with its secret', async () => {
    const first = await post<CreatedEndpoint>('endpoints', ENDPOINT)
    await loseReplies()

    expect(await post('endpoints', ENDPOINT)).toEqual(reply(201, first.body))
    expect(await listOf('endpoints')).toHaveLength(1)
  })

  it('returns the endpoint as it is now, with the secret that signs', async () => {
    const { id } = (await post<CreatedEndpoint>('endpoints', ENDPOINT)).body
    const path = `${tenant.path}/endpoints/${id}`
    await posthorn.api.patch(path, { description: 'changed' })
    const rotated = await posthorn.api.post<CreatedEndpoint>(`${path}/rotate-secret`, {})
    await loseReplies()

    expect(await post('endpoints', ENDPOINT)).toEqual(
      reply(201, { ...rotated.body, description: 'changed', updatedAt: TIME }),
    )
  })

  it('does not create a deleted endpoint again', async () => {
    const { id } = (await post<CreatedEndpoint>('endpoints', ENDPOINT)).body
    await posthorn.api.delete(`${tenant.path}/endpoints/${id}`)
    await loseReplies()

    const detail = `This request created the endpoint ${id}, which has been deleted since. To create another, use a new Idempotency-Key.`
    expect(await post('endpoints', ENDPOINT)).toEqual(problem(409, 'conflict', detail))
    expect(await listOf('endpoints')).toEqual([])
  })

  it('returns the source that it created', async () => {
    const first = await post<Source>('sources', SOURCE)
    await loseReplies()

    expect(await post('sources', SOURCE)).toEqual(reply(201, first.body))
    expect(await listOf('sources')).toEqual([first.body])
  })

  it('creates a new key in place of the one whose secret was lost', async () => {
    const first = await post<CreatedKey>('keys', { role: 'manage' })
    await loseReplies()

    const second = await post<CreatedKey>('keys', { role: 'manage' })
    expect(second).toEqual(reply(201, { ...first.body, key: expect.any(String), createdAt: TIME }))
    const { key: _key, ...shown } = second.body
    expect(await posthorn.api.as(second.body.key).get(`${tenant.path}/keys`)).toEqual(
      reply(200, { data: [shown], nextCursor: null }),
    )
    expect((await posthorn.api.as(first.body.key).get(tenant.path)).status).toBe(401)
  })

  it('sends one test event', async () => {
    const { id } = await tenant.endpoint(ENDPOINT)
    const first = await post<SentTestEvent>(`endpoints/${id}/test`, {})
    await loseReplies()

    expect(await post(`endpoints/${id}/test`, {})).toEqual(reply(202, first.body))
    expect(await listOf('events?internal=true')).toHaveLength(1)
    expect(await listOf('deliveries')).toHaveLength(1)
  })

  it('because the audit log could not be written is carried out once and added to it', async () => {
    await posthorn.database.query('ALTER TABLE audit_entries RENAME TO audit_entries_away', [])
    const failed = await post('endpoints', ENDPOINT)
    await posthorn.database.query('ALTER TABLE audit_entries_away RENAME TO audit_entries', [])
    const made = await listOf<{ id: string }>('endpoints')
    expect([failed.status, made.length]).toEqual([503, 1])

    const repeat = await post<CreatedEndpoint>('endpoints', ENDPOINT)
    expect([repeat.status, repeat.body.id]).toEqual([201, made[0]?.id])
    expect(await listOf('endpoints')).toHaveLength(1)
    expect((await listOf<AuditEntry>('audit')).map(({ action }) => action)).toEqual([
      'endpoint.created',
      'tenant.saved',
    ])
  })
})

describe('the audit log', () => {
  it('is required: a sign-in whose entry cannot be stored signs no browser in', async () => {
    await posthorn.database.query('ALTER TABLE audit_entries RENAME TO audit_entries_away', [])
    const refused = await posthorn.api.post('/v1/sessions', undefined)
    await posthorn.database.query('ALTER TABLE audit_entries_away RENAME TO audit_entries', [])
    expect(refused.status).toBe(503)
    expect(refused.headers['set-cookie']).toBeUndefined()
  })

  it('is required: a write whose entry cannot be stored does not succeed', async () => {
    await posthorn.database.query('ALTER TABLE audit_entries RENAME TO audit_entries_away', [])
    const answer = await posthorn.api.post(`${tenant.path}/keys`, { role: 'read' })
    await posthorn.database.query('ALTER TABLE audit_entries_away RENAME TO audit_entries', [])
    expect(answer).toEqual({
      ...problem(
        503,
        'unavailable',
        'The change was made, but could not be written to the audit log. Repeat the request with the same ' +
          'Idempotency-Key; if it had none, read the current state first.',
      ),
      headers: expect.objectContaining({ 'retry-after': '2' }),
    })
    const { body } = await posthorn.api.get<Page<AuditEntry>>(`${tenant.path}/audit`)
    expect(body.data.map(({ action }) => action)).toEqual(['tenant.saved'])
  })
})
