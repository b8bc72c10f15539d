import { setTimeout } from 'node:timers/promises'
import type { Attempt, CreatedKey, Delivery, Job, Page, StartedJob } from '@posthorn/contracts'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Reply } from '../../../harness/api-client.ts'
import { countStatuses, endDeliveries } from '../../../harness/database/ended-deliveries.ts'
import { idOf, problem, reply, TIME } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { type EndpointResponse, type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const LONG_AGO = '2020-01-01T00:00:00.000Z'
const UNKNOWN = 'job_01h455vb4pex5vsknk084sn02q'

describe('recovering an endpoint', () => {
  const posthorn = sharedPosthorn()
  let tenant: Tenant
  let receiver: Receiver
  let answer: (index: number) => EndpointResponse
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
    answer = () => ({ status: 200 })
    receiver = await startReceiver((_request, index) => answer(index))
    return () => receiver.close()
  })

  const endpoint = async (fields: object = {}): Promise<string> =>
    (await tenant.endpoint({ url: receiver.url, eventTypes: ['order.paid'], ...fields })).id
  const recover = (id: string, body: object = { since: LONG_AGO }): Promise<Reply<StartedJob>> =>
    posthorn.api.post(`${tenant.path}/endpoints/${id}/recover`, body)
  const read = async (id: string): Promise<Job> =>
    (await posthorn.api.get<Job>(`${tenant.path}/jobs/${id}`)).body
  const cancel = (id: string) => posthorn.api.post(`${tenant.path}/jobs/${id}/cancel`, {})
  const finished = (id: string): Promise<Job> =>
    waitUntil('the recovery to be finished', async () => {
      const job = await read(id)
      return job.finishedAt !== null && job
    })
  const ended = (endpointId: string, count: number, status?: Delivery['status']) =>
    endDeliveries(posthorn, tenant, { endpointId, count, status })
  const statuses = () => countStatuses(posthorn, tenant)

  it('sends its failed deliveries again, once, and shows its progress', async () => {
    const another = await endpoint()
    await ended(another, 2)
    await posthorn.api.post(`${tenant.path}/endpoints/${another}/disable`, {})
    const id = await endpoint()
    await ended(id, 5)
    await ended(id, 1, 'cancelled')

    const started = await recover(id)
    const shown = {
      kind: 'recover',
      endpointId: id,
      since: LONG_AGO,
      until: TIME,
      statuses: ['failed'],
      createdAt: TIME,
    }
    expect(started).toEqual(
      reply(202, {
        jobId: started.body.id,
        id: idOf('job'),
        ...shown,
        // A worker may have begun already.
        status: expect.any(String),
        total: started.body.total === null ? null : 5,
        done: expect.any(Number),
        failed: 0,
        startedAt: started.body.total === null ? null : TIME,
        finishedAt: started.body.status === 'succeeded' ? TIME : null,
      }),
    )
    const job = await finished(started.body.jobId)
    const whole = {
      id: started.body.id,
      ...shown,
      until: started.body.until,
      createdAt: started.body.createdAt,
    }
    expect(job).toEqual({
      ...whole,
      status: 'succeeded',
      total: 5,
      done: 5,
      failed: 0,
      startedAt: TIME,
      finishedAt: TIME,
    })
    await receiver.waitFor(5)
    await waitUntil('all to have succeeded', async () => (await statuses())['succeeded'] === 5)
    expect(await statuses()).toEqual({ succeeded: 5, failed: 2, cancelled: 1 })
    expect(receiver.received).toHaveLength(5)
    expect(await posthorn.api.get(`${tenant.path}/jobs`)).toEqual(
      reply(200, { data: [job], nextCursor: null }),
    )
  })

  it('makes attempts with their own trigger, and the schedule starts again', async () => {
    answer = () => ({ status: 500 })
    const id = await endpoint({ retrySchedule: [0, 0] })
    await ended(id, 1)
    await finished((await recover(id)).body.jobId)

    const [delivery] = await tenant.settled(1)
    expect(delivery).toMatchObject({ status: 'failed', attemptCount: 4 })
    const { body } = await posthorn.api.get<Page<Attempt>>(
      `${tenant.path}/deliveries/${delivery?.id}/attempts`,
    )
    expect(body.data.map(({ number, trigger }) => ({ number, trigger }))).toEqual([
      { number: 4, trigger: 'recover' },
      { number: 3, trigger: 'recover' },
      { number: 2, trigger: 'recover' },
    ])
  })

  it.each([
    [['cancelled'], { failed: 2, succeeded: 1 }, 1],
    [['failed', 'cancelled'], { succeeded: 3 }, 3],
  ])('sends those with the given statuses: %j', async (wanted, after, total) => {
    const id = await endpoint()
    await ended(id, 2)
    await ended(id, 1, 'cancelled')
    await ended(id, 1, 'succeeded')
    const { body } = await recover(id, { since: LONG_AGO, statuses: wanted })
    expect(await finished(body.jobId)).toMatchObject({ statuses: wanted, total, done: total, failed: 0 })
    await tenant.settled(4)
    expect(await statuses()).toEqual({ ...after, succeeded: after.succeeded + 1 })
    expect(receiver.received).toHaveLength(total)
  })

  it('sends those that ended from `since` and before `until`, whenever they were created, but no test events', async () => {
    const id = await endpoint()
    const moments: string[] = []
    for (let part = 0; part < 3; part++) {
      // PostgreSQL rounds to milliseconds, up as well: the next moment must be a later one than that of what ended before it.
      await setTimeout(2)
      moments.push(new Date().toISOString())
      await ended(id, part + 1)
    }
    await posthorn.database.query(
      `UPDATE deliveries SET trigger = 'test' WHERE id = (SELECT max(id) FROM deliveries WHERE endpoint_id = $1
         AND id < (SELECT min(id) FROM (SELECT id FROM deliveries WHERE endpoint_id = $1 ORDER BY id DESC LIMIT 3) AS last))`,
      [id],
    )
    const [, since, until] = moments
    const { body } = await recover(id, { since, until })
    expect(await finished(body.jobId)).toMatchObject({ since, until, total: 1, done: 1 })
    await tenant.settled(6)
    expect(await statuses()).toEqual({ failed: 5, succeeded: 1 })
  })

  it('without deliveries is finished at once', async () => {
    const { body } = await recover(await endpoint(), { since: LONG_AGO, until: '9999-12-31T23:59:59.999Z' })
    expect((body.until ?? '') < new Date(Date.now() + 60_000).toISOString()).toBe(true)
    expect(await finished(body.jobId)).toMatchObject({ status: 'succeeded', total: 0, done: 0, failed: 0 })
  })

  it('conflicts with the endpoint being disabled', async () => {
    const id = await endpoint({ enabled: false })
    expect(await recover(id)).toEqual(problem(409, 'conflict', 'The endpoint is disabled: enable it first.'))
    expect((await posthorn.api.get<Page<Job>>(`${tenant.path}/jobs`)).body.data).toEqual([])
  })

  it('starts once for requests with the same Idempotency-Key, even when another process takes over after a crash', async () => {
    const id = await endpoint()
    await ended(id, 1)
    const headers = { 'idempotency-key': 'recover-1' }
    const start = () =>
      posthorn.api.post<StartedJob>(`${tenant.path}/endpoints/${id}/recover`, { since: LONG_AGO }, headers)
    const first = await start()
    await finished(first.body.jobId)
    expect((await start()).text).toBe(first.text)
    // Simulates that its process died before it stored the reply.
    await posthorn.database.query(
      `UPDATE idempotency_keys SET status = NULL, content_type = NULL, sealed_reply = NULL, lease_until = now()
       WHERE key = 'recover-1' AND starts_with(path, $1)`,
      [tenant.path],
    )
    expect(await start()).toMatchObject({
      status: 202,
      body: { jobId: first.body.jobId, status: 'succeeded' },
    })
    expect((await posthorn.api.get<Page<Job>>(`${tenant.path}/jobs`)).body.data).toHaveLength(1)
  })

  it.each([
    [{}, 'since', 'is required: expected a string'],
    [{ since: 'yesterday' }, 'since', 'expected a time with an offset, like 2026-11-21T20:24:50Z'],
    [{ since: '9999-01-01T00:00:00Z' }, 'since', 'must not lie in the future'],
    [{ since: LONG_AGO, until: LONG_AGO }, 'since', 'must be earlier than until'],
    [{ since: LONG_AGO, statuses: [] }, 'statuses', expect.any(String)],
    [{ since: LONG_AGO, statuses: ['failed', 'failed'] }, 'statuses', 'must not name a status twice'],
    [{ since: LONG_AGO, statuses: ['pending'] }, 'statuses.0', expect.any(String)],
    [{ since: LONG_AGO, endpointId: 'ep_1' }, 'endpointId', 'unknown field'],
  ])('refuses %j', async (body, path, message) => {
    expect(await recover(await endpoint(), body)).toEqual(
      problem(400, 'invalid_request', expect.any(String), [{ path, message }]),
    )
  })

  it('finds nothing of another tenant, and refuses ids of another kind', async () => {
    const id = await endpoint()
    const { body } = await recover(id)
    const other = await posthorn.createTenant()
    expect(await posthorn.api.post(`${other.path}/endpoints/${id}/recover`, { since: LONG_AGO })).toEqual(
      problem(404, 'not_found', 'No endpoint has this id: check the id and the tenant.'),
    )
    const noJob = problem(404, 'not_found', 'No job has this id: check the id and the tenant.')
    expect(await posthorn.api.get(`${other.path}/jobs/${body.jobId}`)).toEqual(noJob)
    expect(await posthorn.api.post(`${other.path}/jobs/${body.jobId}/cancel`, {})).toEqual(noJob)
    expect(await posthorn.api.get(`${tenant.path}/jobs/${UNKNOWN}`)).toEqual(noJob)
    expect(await cancel(UNKNOWN)).toEqual(noJob)
    expect((await posthorn.api.get(`${tenant.path}/jobs/${id}`)).status).toBe(400)
    expect((await recover(body.jobId)).status).toBe(400)
  })

  it('is neither read, started nor cancelled by a reader', async () => {
    const id = await endpoint()
    const { body: job } = await recover(id)
    const { body } = await posthorn.api.post<CreatedKey>(`${tenant.path}/keys`, { role: 'read' })
    const reader = posthorn.api.as(body.key)
    const forbidden = problem(403, 'forbidden', 'A key with the role "read" may not do this.')
    expect(await reader.get(`${tenant.path}/jobs/${job.jobId}`)).toEqual(forbidden)
    expect(await reader.get(`${tenant.path}/jobs`)).toEqual(forbidden)
    expect(await reader.post(`${tenant.path}/jobs/${job.jobId}/cancel`, {})).toEqual(forbidden)
    expect(await reader.post(`${tenant.path}/endpoints/${id}/recover`, { since: LONG_AGO })).toEqual(
      forbidden,
    )
  })

  it('is listed with others, newest first, page by page', async () => {
    const ids: string[] = []
    for (let number = 0; number < 3; number++) ids.unshift((await recover(await endpoint())).body.jobId)
    const page = async (query: string): Promise<[string[], string | null]> => {
      const { body } = await posthorn.api.get<Page<Job>>(`${tenant.path}/jobs?limit=2${query}`)
      return [body.data.map(({ id }) => id), body.nextCursor]
    }
    const [first, cursor] = await page('')
    expect(first).toEqual(ids.slice(0, 2))
    await recover(await endpoint())
    expect(await page(`&cursor=${cursor}`)).toEqual([ids.slice(2), null])
  })
})
