import type { EventSummary, Page, StartedJob } from '@posthorn/contracts'
import { request } from 'undici'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeEvents } from '../../../harness/database/many-events.ts'
import { jobsOf } from '../../../harness/jobs/jobs-of.ts'
import { ADMIN_KEY, type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'

const EVENTS = 40_000
const SEARCH_MS = 120_000
/** A stream ends after a minute at the latest. */
const STREAM_MS = 60_000

describe('a long search of events, with two workers,', { timeout: 2 * SEARCH_MS }, () => {
  let posthorn: Posthorn
  let tenant: Tenant
  beforeAll(async () => {
    posthorn = await startPosthorn({ services: ['api', 'worker'] })
    await posthorn.start('worker')
  })
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
    await makeEvents(posthorn.database, tenant.id, { count: EVENTS })
  })
  afterAll(() => posthorn.stop())

  const start = async (filter: object): Promise<string> => {
    const body = { filter, from: '2020-01-01T00:00:00Z' }
    return (await posthorn.api.post<StartedJob>(`${tenant.path}/events/search`, body)).body.jobId
  }
  const { read, until, finished } = jobsOf(() => ({ posthorn, tenant }), SEARCH_MS)
  const hits = async (id: string) =>
    (await posthorn.api.get<Page<EventSummary>>(`${tenant.path}/jobs/${id}/hits?limit=250`)).body.data

  it('searches each event once, although its workers are killed', async () => {
    const id = await start({ $or: [{ n: { $lte: 3 } }, { n: EVENTS }] })
    await until(id, 'it to be in progress', ({ done }) => done > 0)
    expect(await hits(id)).toHaveLength(1)
    await posthorn.service('worker').stop('SIGKILL')
    await posthorn.stopAll('worker')
    const { done, status } = await read(id)
    expect(status).toBe('running')
    expect(done).toBeLessThan(EVENTS)
    await posthorn.start('worker')
    await posthorn.start('worker')
    const job = await finished(id)
    expect(job).toMatchObject({ status: 'succeeded', done: EVENTS, hits: 4 })
    expect(await hits(id)).toHaveLength(4)
  })

  it('ends with a thousand hits, and says how far it has come', async () => {
    const id = await start({})
    const job = await finished(id)
    expect(job).toMatchObject({ status: 'succeeded', done: 1000, hits: 1000, limitReached: 'hits' })
    const [oldest] = await posthorn.database.query<{ id: string }>(
      'SELECT min(event_id) AS id FROM search_hits WHERE job_id = $1',
      [id],
    )
    const [event] = await posthorn.database.query<{ at: Date }>(
      'SELECT created_at AS at FROM events WHERE id = $1',
      [oldest?.id],
    )
    // Other events may share the millisecond of the last one.
    expect(Date.parse(job.searchedTo ?? '')).toBe((event?.at.getTime() ?? 0) + 1)
  })

  it('searches no more when it is cancelled', async () => {
    const id = await start({ n: 0 })
    await until(id, 'it to be in progress', ({ done }) => done > 0)
    await posthorn.api.post(`${tenant.path}/jobs/${id}/cancel`, {})
    const { done } = await read(id)
    expect(done).toBeLessThan(EVENTS)
    // Another search takes its turns.
    const next = await start({ n: -1 })
    await until(next, 'another one to be finished', ({ finishedAt }) => finishedAt !== null)
    expect(await read(id)).toMatchObject({ status: 'cancelled', done, hits: 0 })
  })

  it('is streamed, which keeps no process from stopping', async () => {
    await posthorn.stopAll('worker')
    const id = await start({ n: 1 })
    const url = `${posthorn.service('api').url}${tenant.path}/jobs/${id}/hits/stream`
    const stream = await request(url, { headers: { authorization: `Bearer ${ADMIN_KEY}` } })
    const text = stream.body.text().catch(() => 'cut off')
    const startedMs = performance.now()
    await posthorn.service('api').stop()
    expect(performance.now() - startedMs).toBeLessThan(STREAM_MS / 2)
    expect(JSON.parse(await text)).toMatchObject({ job: { id, status: 'pending' } })
  })
})
