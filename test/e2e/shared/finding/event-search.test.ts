import {
  type EventSummary,
  type Job,
  newId,
  type Page,
  type PublishedEvent,
  type StartedJob,
} from '@posthorn/contracts'
import { request } from 'undici'
import { beforeEach, describe, expect, it } from 'vitest'
import { idOf, problem, reply, TIME } from '../../../harness/expected.ts'
import { ADMIN_KEY, type Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { keyOf } from '../../../harness/tenant-routes.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const LONG_AGO = '2020-01-01T00:00:00.000Z'

describe('a search of events', () => {
  const posthorn = sharedPosthorn()
  const idle = sharedPosthorn('idle')
  let tenant: Tenant
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
  })

  const publish = async (data: unknown, type = 'order.paid'): Promise<string> =>
    (await posthorn.api.post<PublishedEvent>(`${tenant.path}/events`, { type, data })).body.id
  const start = (body: object, headers: Record<string, string> = {}) =>
    posthorn.api.post<StartedJob>(
      `${tenant.path}/events/search`,
      { filter: {}, from: LONG_AGO, ...body },
      headers,
    )
  const finished = (id: string): Promise<Job> =>
    waitUntil('the search to be finished', async () => {
      const { body } = await posthorn.api.get<Job>(`${tenant.path}/jobs/${id}`)
      return body.finishedAt !== null && body
    })
  const hitsOf = async (id: string, query = '') =>
    (await posthorn.api.get<Page<EventSummary>>(`${tenant.path}/jobs/${id}/hits${query}`)).body
  /** As large as only a source receives them. */
  const enlarge = (id: string) =>
    posthorn.database.query(
      `UPDATE events SET body = convert_to('{"data":{"n":2,"text":"' || repeat('x', 1048576) || '"}}', 'UTF8'), data_start = 8
       WHERE id = $1`,
      [id],
    )
  const found = async (body: object): Promise<string[]> => {
    const { jobId } = (await start(body)).body
    await finished(jobId)
    return (await hitsOf(jobId)).data.map(({ id }) => id)
  }

  it('finds the events whose data matches, newest first, and says what it did', async () => {
    const small = await publish({ amount: 1 })
    const large = await publish({ amount: 100 })
    const larger = await publish({ amount: 200 })
    const body = { filter: { amount: { $gte: 100 } }, types: ['order.*'] }
    const started = await start(body)
    const search = { filter: body.filter, types: body.types, from: LONG_AGO, to: TIME }
    expect(started.status).toBe(202)
    expect(started.body).toMatchObject({ jobId: started.body.id, kind: 'event_search', search, total: null })
    const job = await finished(started.body.jobId)
    expect(job).toEqual({
      id: idOf('job'),
      kind: 'event_search',
      status: 'succeeded',
      search,
      searchedTo: LONG_AGO,
      total: null,
      done: 3,
      failed: 0,
      hits: 2,
      skipped: 0,
      createdAt: TIME,
      startedAt: TIME,
      finishedAt: TIME,
    })
    const hits = await hitsOf(job.id)
    expect(hits).toEqual({
      data: [larger, large].map((id) => expect.objectContaining({ id, type: 'order.paid' })),
      nextCursor: null,
    })
    const first = await hitsOf(job.id, '?limit=1')
    expect((await hitsOf(job.id, `?limit=1&cursor=${first.nextCursor}`)).data[0]?.id).toBe(large)
    expect(small).not.toBe(large)
    expect((await posthorn.api.get<Page<Job>>(`${tenant.path}/jobs`)).body.data).toEqual([job])
  })

  it('is limited to its window and its types', async () => {
    const before = await publish({ n: 1 })
    const [row] = await posthorn.database.query<{ at: Date }>(
      "SELECT created_at + interval '1 ms' AS at FROM events WHERE id = $1",
      [before],
    )
    const at = row?.at.toISOString()
    await waitUntil('the clock to advance', () => Date.now() > Date.parse(at ?? '') + 1)
    const after = await publish({ n: 2 })
    const other = await publish({ n: 3 }, 'user.created')
    expect(await found({})).toEqual([other, after, before])
    expect(await found({ from: at })).toEqual([other, after])
    expect(await found({ to: at })).toEqual([before])
    expect(await found({ types: ['user.created'] })).toEqual([other])
    expect(await found({ types: ['user.*', 'order.paid'], from: at })).toEqual([other, after])
    expect(await found({ types: ['none.such'] })).toEqual([])
  })

  it('does not read data of more than 1 MiB, and says how many events it has skipped', async () => {
    const before = await publish({ n: 1 })
    const large = await publish({ n: 2 })
    const after = await publish({ n: 3 })
    await enlarge(large)
    const search = async (body: object) => {
      const { jobId } = (await start(body)).body
      const { done, hits, skipped } = await finished(jobId)
      return { done, hits, skipped, ids: (await hitsOf(jobId)).data.map(({ id }) => id) }
    }
    const filter = { n: { $gte: 1 } }
    expect(await search({ filter })).toEqual({ done: 3, hits: 2, skipped: 1, ids: [after, before] })
    // Without conditions no data is read.
    expect(await search({})).toEqual({ done: 3, hits: 3, skipped: 0, ids: [after, large, before] })
    const types = ['user.*']
    expect(await search({ filter, types })).toEqual({ done: 3, hits: 0, skipped: 0, ids: [] })
  })

  it('streams its hits while it runs, then itself', async () => {
    const ids = [await publish({ n: 1 }), await publish({ n: 2 })]
    const { jobId } = (await start({})).body
    const url = `${posthorn.service('api').url}${tenant.path}/jobs/${jobId}/hits/stream`
    const headers = { authorization: `Bearer ${ADMIN_KEY}` }
    const stream = await request(url, { headers })
    expect(stream.headers['content-type']).toMatch(/^application\/x-ndjson/)
    const lines = (await stream.body.text()).trimEnd().split('\n')
    const parsed = lines.map((line) => JSON.parse(line) as { event?: EventSummary; job?: Job })
    expect(parsed.map(({ event }) => event?.id)).toEqual([undefined, ...ids.toReversed(), undefined])
    expect(parsed[0]?.job?.id).toBe(jobId)
    expect(parsed.at(-1)?.job).toEqual(await finished(jobId))
    const rest = await request(`${url}?after=${ids[1]}`, { headers })
    expect((await rest.body.text()).split('\n')[1]).toContain(ids[0])
  })

  it('is started once for one Idempotency-Key, and ends when it is cancelled', async () => {
    const inactive = await idle.createTenant()
    const post = (headers: Record<string, string> = {}) =>
      idle.api.post<StartedJob>(`${inactive.path}/events/search`, { filter: {}, from: LONG_AGO }, headers)
    const headers = { 'idempotency-key': 'search-1' }
    const first = await post(headers)
    expect((await post(headers)).text).toBe(first.text)
    const others = [await post(), await post()]
    expect(others.map(({ status }) => status)).toEqual([202, 202])
    expect(await post()).toEqual(
      problem(
        409,
        'conflict',
        '3 searches of the tenant are unfinished: wait until one has finished, or cancel one.',
      ),
    )
    const { jobId } = first.body
    const cancelled = await idle.api.post<Job>(`${inactive.path}/jobs/${jobId}/cancel`, {})
    expect(cancelled).toMatchObject({ status: 200, body: { status: 'cancelled', finishedAt: TIME } })
    expect((await post()).status).toBe(202)
    expect(await idle.api.get(`${inactive.path}/jobs/${jobId}/hits`)).toEqual(
      reply(200, { data: [], nextCursor: null }),
    )
  })

  it.each([
    ['{"types":["*"]}'],
    [`{"filter":{"n":{"$near":1}},"from":"${LONG_AGO}","to":"${LONG_AGO}","types":["*"]}`],
  ])('fails when its stored request cannot be read: %s', async (stored) => {
    const id = newId('job')
    await posthorn.database.query(
      `INSERT INTO bulk_jobs (id, tenant_id, kind, request, due_at, created_at, cleanup_at)
       VALUES ($1, $2, 'event_search', $3, now(), now(), now() + interval '1 day')`,
      [id, tenant.id, stored],
    )
    const job = await finished(id)
    expect(job).toMatchObject({ kind: 'event_search', status: 'failed', done: 0, hits: 0, skipped: 0 })
    expect((await posthorn.api.get<Page<Job>>(`${tenant.path}/jobs`)).body.data).toEqual([job])
  })

  it('is deleted with its hits after a day', async () => {
    await publish({ n: 1 })
    const { jobId } = (await start({})).body
    await finished(jobId)
    await posthorn.database.query('UPDATE bulk_jobs SET cleanup_at = now() WHERE id = $1', [jobId])
    await waitUntil(
      'it to be deleted',
      async () => (await posthorn.api.get(`${tenant.path}/jobs/${jobId}`)).status === 404,
    )
    const rows = await posthorn.database.query('SELECT FROM search_hits WHERE job_id = $1', [jobId])
    expect(rows).toEqual([])
  })

  it('does not outlive its tenant', async () => {
    await publish({ n: 1 })
    const { jobId } = (await start({})).body
    await finished(jobId)
    await posthorn.api.delete(tenant.path)
    const rowsOf = (table: string, column: string) =>
      posthorn.database.query(`SELECT FROM ${table} WHERE ${column} = $1`, [jobId])
    await waitUntil('it to be deleted', async () => (await rowsOf('bulk_jobs', 'id')).length === 0)
    expect(await rowsOf('search_hits', 'job_id')).toEqual([])
  })

  it.each([
    [{ from: '9999-01-01T00:00:00Z' }, 'from', 'must not lie in the future'],
    [{ to: LONG_AGO }, 'from', 'must be earlier than to'],
    [{ filter: { amount: { $near: 1 } } }, 'filter.amount.$near', expect.any(String)],
    [{ filter: null }, 'filter', expect.any(String)],
    [{ types: [] }, 'types', expect.any(String)],
    [{ types: ['a', 'a'] }, 'types', 'must not name an event type twice'],
    [{ types: ['a b'] }, 'types.0', expect.any(String)],
    [{ limit: 1 }, 'limit', 'unknown field'],
  ])('refuses %j', async (body, path, message) => {
    expect(await start(body)).toEqual(
      problem(400, 'invalid_request', expect.any(String), [{ path, message }]),
    )
  })

  it('shows its hits to no other tenant; other jobs have none', async () => {
    const { jobId } = (await start({})).body
    const other = await posthorn.createTenant()
    const noJob = problem(404, 'not_found', 'No job has this id: check the id and the tenant.')
    for (const path of ['hits', 'hits/stream'])
      expect(await posthorn.api.get(`${other.path}/jobs/${jobId}/${path}`)).toEqual(noJob)
    const { id } = await tenant.endpoint({ url: 'https://example.com/' })
    const recovery = await posthorn.api.post<StartedJob>(`${tenant.path}/endpoints/${id}/recover`, {
      since: LONG_AGO,
    })
    const path = `${tenant.path}/jobs/${recovery.body.jobId}/hits`
    expect(await posthorn.api.get(path)).toEqual(reply(200, { data: [], nextCursor: null }))
    expect((await posthorn.api.get(`${path}/stream`)).text).toMatch(/^(\{"job":.*\}\n){2}$/)
  })

  it('can be started by a reader, but not by a publisher', async () => {
    const as = async (role: 'read' | 'publish') => posthorn.api.as((await keyOf(posthorn, tenant, role)).key)
    const body = { filter: {}, from: LONG_AGO }
    expect((await (await as('read')).post(`${tenant.path}/events/search`, body)).status).toBe(202)
    expect((await (await as('publish')).post(`${tenant.path}/events/search`, body)).status).toBe(403)
  })
})
