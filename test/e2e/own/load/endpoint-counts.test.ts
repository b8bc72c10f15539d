import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { problem } from '../../../harness/expected.ts'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'

const URL = 'https://example.com/webhooks'

describe('a tenant', { timeout: 240_000 }, () => {
  let posthorn: Posthorn
  let tenant: Tenant
  beforeAll(async () => {
    posthorn = await startPosthorn({ services: ['api'] })
  })
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
  })
  afterAll(() => posthorn.stop())

  /** Copies of an endpoint, which count as endpoints. */
  async function copies(id: string, count: number): Promise<void> {
    const columns = await posthorn.database.query<{ name: string }>(
      `SELECT column_name AS name FROM information_schema.columns
       WHERE table_schema = 'public' AND table_name = 'endpoints' AND column_name <> 'id'`,
      [],
    )
    const names = columns.map(({ name }) => `"${name}"`).join(', ')
    // Triggers would renew the version of the tenant's rules for each row, which takes half a minute.
    await posthorn.database.query('SET session_replication_role = replica')
    await posthorn.database.query(
      `INSERT INTO endpoints (id, ${names})
       SELECT 'ep_copy' || n || $3, ${names} FROM endpoints, generate_series(1, $2::int) AS n WHERE id = $1`,
      [id, count, id.slice(3)],
    )
    await posthorn.database.query('SET session_replication_role = DEFAULT')
  }

  const create = (filter: object | null) =>
    posthorn.api.post(`${tenant.path}/endpoints`, { url: URL, filter })

  it('has at most 20,000 endpoints', async () => {
    const { id } = await tenant.endpoint({ url: URL })
    await copies(id, 19_998)
    expect((await create(null)).status).toBe(201)

    const refusal = problem(
      409,
      'conflict',
      'Expected at most 20000 endpoints in a tenant. Delete one first.',
    )
    expect(await create(null)).toEqual(refusal)
    await posthorn.api.delete(`${tenant.path}/endpoints/${id}`)
    expect((await create(null)).status).toBe(201)
    expect(await create(null)).toEqual(refusal)
  })

  it('has at most 1,000 endpoints with a filter, and others besides', async () => {
    const { id } = await tenant.endpoint({ url: URL, filter: { a: 1 } })
    await copies(id, 998)
    const replies = await Promise.all(Array.from({ length: 5 }, () => create({ a: 1 })))
    const statuses = replies.map(({ status }) => status)
    expect(statuses.toSorted((a, b) => a - b)).toEqual([201, 409, 409, 409, 409])

    const refusal = problem(
      409,
      'conflict',
      'Expected at most 1000 endpoints with a filter in a tenant. Set the filter of one to null first, ' +
        'or distinguish events by their types.',
    )
    const other = await tenant.endpoint({ url: URL })
    expect(await posthorn.api.patch(`${tenant.path}/endpoints/${other.id}`, { filter: {} })).toEqual(refusal)
    expect((await posthorn.api.patch(`${tenant.path}/endpoints/${id}`, { filter: { a: 2 } })).status).toBe(
      200,
    )
    expect((await posthorn.api.patch(`${tenant.path}/endpoints/${id}`, { filter: null })).status).toBe(200)
    expect((await posthorn.api.patch(`${tenant.path}/endpoints/${other.id}`, { filter: {} })).status).toBe(
      200,
    )
  })

  it('names at most 100,000 event types in all endpoints, and five in each of them', async () => {
    const typesOf = (count: number) => Array.from({ length: count }, (_, n) => `order.${n}`)
    const createFor = (count: number) =>
      posthorn.api.post(`${tenant.path}/endpoints`, { url: URL, eventTypes: typesOf(count) })
    const { id } = await tenant.endpoint({ url: URL, eventTypes: typesOf(100) })
    await copies(id, 998)
    expect((await createFor(100)).status).toBe(201)

    const refusal = problem(
      409,
      'conflict',
      'Expected at most 100000 event types in all endpoints of a tenant together. Name at most 5 for this ' +
        'endpoint, or a prefix with ".*" instead of many types.',
    )
    expect(await createFor(6)).toEqual(refusal)
    expect((await createFor(5)).status).toBe(201)
    const change = (count: number) =>
      posthorn.api.patch(`${tenant.path}/endpoints/${id}`, { eventTypes: typesOf(count) })
    expect(await change(96)).toEqual(refusal)
    expect((await change(95)).status).toBe(200)
  })
})
