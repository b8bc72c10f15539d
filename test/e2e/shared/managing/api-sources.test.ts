import type { Page, Source } from '@posthorn/contracts'
import { beforeEach, describe, expect, it } from 'vitest'
import { idOf, problem, reply, TIME } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { STRICT_INGEST_URL } from '../../../harness/shared/shared-services.ts'

const STRIPE = { name: 'stripe', provider: 'stripe', secrets: ['whsec_hidden_1', 'whsec_hidden_2'] }
const NOT_FOUND = problem(404, 'not_found', 'No source has this id: check the id and the tenant.')

/** A source that was created with name, provider and secrets only. */
const SHOWN = {
  id: idOf('src'),
  name: 'stripe',
  provider: 'stripe',
  publicKey: null,
  config: {},
  eventTypePrefix: 'stripe',
  toleranceSeconds: 300,
  dedupeWindowSeconds: 2_592_000,
  dedupeBy: 'id',
  rateLimitPerSecond: null,
  allowCidrs: null,
  bodyMaxBytes: null,
  enabled: true,
  metadata: {},
  ingestUrl: expect.stringMatching(/^https:\/\/hooks\.example\.com\/in\/webhooks\/src_[0-9a-z]{26}$/),
  createdAt: TIME,
  updatedAt: TIME,
}

const CHANGES = {
  name: 'stripe-eu',
  eventTypePrefix: 'billing.eu',
  toleranceSeconds: 600,
  dedupeWindowSeconds: 86_400,
  rateLimitPerSecond: 100,
  allowCidrs: ['stripe', '203.0.113.0/24', '2001:db8::/32'],
  bodyMaxBytes: 65_536,
  enabled: false,
  metadata: { team: 'billing' },
}

const taken = (name: string) =>
  problem(409, 'conflict', `The tenant already has a source named "${name}": choose another name.`)

describe('sources', () => {
  const posthorn = sharedPosthorn('strict')
  let tenant: Tenant
  let path: string
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
    path = `${tenant.path}/sources`
  })

  it('are created with defaults, and show their ingest URL', async () => {
    const created = await posthorn.api.post<Source>(path, STRIPE)
    expect(created).toEqual(reply(201, SHOWN))
    expect(created.body.ingestUrl).toBe(`${STRICT_INGEST_URL}webhooks/${created.body.id}`)
  })

  it('are created with all fields', async () => {
    expect(await posthorn.api.post(path, { ...STRIPE, ...CHANGES })).toEqual(
      reply(201, { ...SHOWN, ...CHANGES }),
    )
  })

  it('may have an empty prefix', async () => {
    expect(await posthorn.api.post(path, { ...STRIPE, eventTypePrefix: '' })).toEqual(
      reply(201, { ...SHOWN, eventTypePrefix: '' }),
    )
  })

  it('never show their secrets', async () => {
    const created = await posthorn.api.post<Source>(path, STRIPE)
    const one = `${path}/${created.body.id}`
    const replies = [
      created,
      await posthorn.api.get<Source>(one),
      await posthorn.api.get<Source>(path),
      await posthorn.api.patch<Source>(one, { secrets: ['whsec_hidden_3'] }),
      await posthorn.api.post<Source>(path, STRIPE),
      await posthorn.api.post<Source>(path, { ...STRIPE, secrets: ['whsec_hidden_4 with a blank'] }),
    ]
    expect(replies.map(({ status }) => status)).toEqual([201, 200, 200, 200, 409, 400])
    for (const { text } of replies) expect(text).not.toMatch(/hidden|secret"/)
    const stored = await posthorn.database.query<{ sealed: Buffer }>('SELECT sealed FROM source_secrets')
    expect(stored.map(({ sealed }) => sealed.toString('latin1')).join('\n')).not.toContain('hidden')
    expect(posthorn.service('api').output()).not.toContain('hidden')
  })

  it('have unique names within their tenant', async () => {
    expect((await posthorn.api.post(path, STRIPE)).status).toBe(201)
    expect(await posthorn.api.post(path, STRIPE)).toEqual(taken('stripe'))
    const other = await posthorn.createTenant()
    expect(await posthorn.api.post(`${other.path}/sources`, STRIPE)).toEqual(reply(201, SHOWN))
  })

  it('of one name that is created ten times at once are created once', async () => {
    const replies = await Promise.all(Array.from({ length: 10 }, () => posthorn.api.post(path, STRIPE)))
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(replies.filter(({ status }) => status !== 201)).toEqual(Array(9).fill(taken('stripe')))
  })

  it('cannot take the name of another source', async () => {
    await tenant.source(STRIPE)
    const { id } = await tenant.source({ ...STRIPE, name: 'other' })
    expect(await posthorn.api.patch(`${path}/${id}`, { name: 'stripe' })).toEqual(taken('stripe'))
    expect(await posthorn.api.patch(`${path}/${id}`, { name: 'other' })).toMatchObject({ status: 200 })
  })

  it.each(Object.entries(CHANGES))(
    'are changed in one field, here %s, and in no other',
    async (name, value) => {
      const created = await tenant.source(STRIPE)
      const one = `${path}/${created.id}`
      const patched = await posthorn.api.patch<Source>(one, { [name]: value })

      expect(patched).toEqual(reply(200, { ...created, [name]: value, updatedAt: TIME }))
      expect(patched.body.updatedAt > created.updatedAt).toBe(true)
      expect(await posthorn.api.get(one)).toEqual(reply(200, patched.body))
    },
  )

  it.each(['rateLimitPerSecond', 'allowCidrs', 'bodyMaxBytes'])(
    'lose their %s when it is set to null',
    async (name) => {
      const created = await tenant.source({ ...STRIPE, ...CHANGES })
      const patched = await posthorn.api.patch(`${path}/${created.id}`, { [name]: null })
      expect(patched).toEqual(reply(200, { ...created, [name]: null, updatedAt: TIME }))
    },
  )

  it('keep their secrets unless a change sets them, and then lose the old ones', async () => {
    const { id } = await tenant.source(STRIPE)
    const secrets = () =>
      posthorn.database.query<{ id: string }>(
        'SELECT id FROM source_secrets WHERE source_id = $1 ORDER BY id',
        [id],
      )
    const before = await secrets()
    await posthorn.api.patch(`${path}/${id}`, { toleranceSeconds: 10 })
    expect(await secrets()).toEqual(before)
    await posthorn.api.patch(`${path}/${id}`, { secrets: ['whsec_new'] })
    const after = await secrets()
    expect([before.length, after.length]).toEqual([2, 1])
    expect(before).not.toContainEqual(after[0])
  })

  it('return 404 once they are deleted, and their name can be used again', async () => {
    const kept = await tenant.source({ ...STRIPE, name: 'kept' })
    const { id } = await tenant.source(STRIPE)

    expect(await posthorn.api.delete(`${path}/${id}`)).toEqual(reply(204))
    expect(await posthorn.api.get(`${path}/${id}`)).toEqual(NOT_FOUND)
    expect(await posthorn.api.get(`${path}/${id}/requests`)).toEqual(NOT_FOUND)
    expect(await posthorn.api.patch(`${path}/${id}`, { enabled: true })).toEqual(NOT_FOUND)
    expect(await posthorn.api.delete(`${path}/${id}`)).toEqual(NOT_FOUND)
    expect(await posthorn.database.query('SELECT 1 FROM source_secrets WHERE source_id = $1', [id])).toEqual(
      [],
    )

    const again = await tenant.source(STRIPE)
    expect(again.id).not.toBe(id)
    const { body } = await posthorn.api.get<Page<Source>>(path)
    expect(body.data.map((source) => source.id)).toEqual([again.id, kept.id])
  })
})
