import type { Attempt, Delivery, Page, StartedJob } from '@posthorn/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Reply } from '../../../harness/api-client.ts'
import { countStatuses, endDeliveries } from '../../../harness/database/ended-deliveries.ts'
import { problem, reply, TIME } from '../../../harness/expected.ts'
import { attemptsOfJobs } from '../../../harness/jobs/attempts-of-jobs.ts'
import { jobsOf } from '../../../harness/jobs/jobs-of.ts'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'
import { type EndpointResponse, type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const LONG_AGO = '2020-01-01T00:00:00.000Z'
/** For a hundred requests one after the other, on a busy machine. */
const ONE_BY_ONE_MS = 120_000
const TEST_MS = 4 * ONE_BY_ONE_MS

describe('a recovery of an endpoint', { timeout: TEST_MS }, () => {
  let posthorn: Posthorn
  let tenant: Tenant
  let receiver: Receiver
  let answer: (index: number) => EndpointResponse
  beforeAll(async () => {
    posthorn = await startPosthorn({ services: ['api', 'worker'] })
    // Two workers: each part of a recovery is done once.
    await posthorn.start('worker')
  })
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
    answer = () => ({ status: 200 })
    receiver = await startReceiver((_request, index) => answer(index))
    return () => receiver.close()
  })
  afterAll(() => posthorn.stop())

  const endpoint = async (fields: object = {}): Promise<string> =>
    (await tenant.endpoint({ url: receiver.url, eventTypes: ['order.paid'], ...fields })).id
  const recover = (id: string, wanted = ['failed']): Promise<Reply<StartedJob>> =>
    posthorn.api.post(`${tenant.path}/endpoints/${id}/recover`, { since: LONG_AGO, statuses: wanted })
  const { read, cancel, finished } = jobsOf(() => ({ posthorn, tenant }), ONE_BY_ONE_MS)
  const ended = (endpointId: string, count: number) => endDeliveries(posthorn, tenant, { endpointId, count })
  const statuses = () => countStatuses(posthorn, tenant)

  it('continues where it was when its worker is killed, and makes each attempt once', async () => {
    const id = await endpoint({ maxInFlight: 1, timeoutSeconds: 1 })
    await ended(id, 150)
    const { body } = await recover(id)
    await waitUntil('it to be in progress', async () => (await read(body.jobId)).done >= 40, ONE_BY_ONE_MS)
    // One worker from here on: no other worker continues it.
    await posthorn.stopAll('worker')
    await posthorn.start('worker')
    await waitUntil('it to continue', async () => (await read(body.jobId)).done >= 80, ONE_BY_ONE_MS)
    await posthorn.service('worker').stop('SIGKILL')
    expect((await read(body.jobId)).status).toBe('running')
    await posthorn.start('worker')

    expect(await finished(body.jobId)).toMatchObject({
      status: 'succeeded',
      total: 150,
      done: 150,
      failed: 0,
    })
    await waitUntil(
      'all to have succeeded',
      async () => (await statuses())['succeeded'] === 150,
      ONE_BY_ONE_MS,
    )
    // Attempts in flight when the worker was killed are recorded as lost, and made again.
    expect(await attemptsOfJobs(posthorn, id)).toEqual([{ attempts: 1, deliveries: 150 }])
    expect(receiver.received.length).toBeLessThanOrEqual(152)
  })

  /**
   * A recovery in progress: its endpoint accepts one request at a time, and does not reply to the first until
   * released.
   */
  async function startRecovery(count = 100) {
    const held = Promise.withResolvers<void>()
    answer = (index) => (index === 0 ? { status: 200, after: held.promise } : { status: 200 })
    const id = await endpoint({ maxInFlight: 1, timeoutSeconds: 30 })
    await ended(id, count)
    const { body } = await recover(id)
    await receiver.waitFor(1)
    const job = await waitUntil('it to be in progress', async () => {
      const seen = await read(body.jobId)
      return seen.done > 0 && seen
    })
    expect(job).toMatchObject({ status: 'running', total: count, failed: 0 })
    expect(job.done).toBeLessThan(count / 2)
    return { id, jobId: body.jobId, answerFirst: held.resolve }
  }

  it('adds no more deliveries than the endpoint soon takes, so that new events are not delayed', async () => {
    const { jobId, answerFirst } = await startRecovery(200)
    const { body } = await posthorn.api.post<{ id: string }>(`${tenant.path}/events`, {
      type: 'order.paid',
      data: {},
    })
    answerFirst()
    await finished(jobId)
    await receiver.waitFor(201, ONE_BY_ONE_MS)
    const position = receiver.received.findIndex(({ headers }) => headers['webhook-id'] === body.id)
    expect(position).toBeGreaterThan(0)
    expect(position).toBeLessThan(80)
  })

  it('is cancelled: it sends no more deliveries, and those already sent again continue', async () => {
    const { id, jobId, answerFirst } = await startRecovery()
    const cancelled = await cancel(jobId)
    const job = await read(jobId)
    expect(cancelled).toEqual(reply(200, job))
    expect(job).toMatchObject({ status: 'cancelled', total: 100, failed: 0, finishedAt: TIME })
    expect(await cancel(jobId)).toEqual(reply(200, job))

    answerFirst()
    await waitUntil(
      'deliveries already sent again to arrive',
      async () => (await statuses())['succeeded'] === job.done,
    )
    expect(await statuses()).toEqual({ succeeded: job.done, failed: 100 - job.done })
    expect(await read(jobId)).toEqual(job)

    const next = await recover(id)
    expect(await finished(next.body.jobId)).toMatchObject({ status: 'succeeded', total: 100 - job.done })
    expect(await cancel(next.body.jobId)).toEqual(
      problem(409, 'conflict', 'The job has already succeeded and cannot be cancelled.'),
    )
  })

  it('that is not finished conflicts with another one, which gets its id', async () => {
    const { id, jobId, answerFirst } = await startRecovery()
    expect(await recover(id)).toEqual(
      problem(
        409,
        'conflict',
        `The job ${jobId} is recovering this endpoint already: wait until it has finished, or cancel it.`,
      ),
    )
    answerFirst()
    await finished(jobId)
    expect((await recover(id)).status).toBe(202)
  })

  it('counts deliveries that succeeded by other means as failed', async () => {
    const { jobId, answerFirst } = await startRecovery()
    const { body } = await posthorn.api.get<Page<Delivery>>(
      `${tenant.path}/deliveries?status=failed&limit=250`,
    )
    const oldest = body.data.at(-1)?.id
    expect((await posthorn.api.post(`${tenant.path}/deliveries/${oldest}/retry`, {})).status).toBe(202)
    await waitUntil('it to have succeeded', async () => (await statuses())['succeeded'] === 1)
    answerFirst()
    expect(await finished(jobId)).toMatchObject({ status: 'succeeded', total: 100, done: 99, failed: 1 })
    await waitUntil(
      'all to have succeeded',
      async () => (await statuses())['succeeded'] === 100,
      ONE_BY_ONE_MS,
    )
    expect(receiver.received).toHaveLength(100)
  })

  it('waits while the endpoint is disabled, and continues when it is enabled', async () => {
    const { id, jobId, answerFirst } = await startRecovery()
    await posthorn.api.post(`${tenant.path}/endpoints/${id}/disable`, {})
    answerFirst()
    await waitUntil('the first to have succeeded', async () => (await statuses())['succeeded'] === 1)
    expect(await read(jobId)).toMatchObject({ status: 'running', finishedAt: null })
    expect(receiver.received).toHaveLength(1)

    await posthorn.api.post(`${tenant.path}/endpoints/${id}/enable`, {})
    expect(await finished(jobId)).toMatchObject({ status: 'succeeded', total: 100, done: 100 })
    await receiver.waitFor(100, ONE_BY_ONE_MS)
  })

  it('is checked periodically while its endpoint is disabled, and continues when it is enabled', async () => {
    const { id, jobId, answerFirst } = await startRecovery()
    const change = (to: string) => posthorn.api.post(`${tenant.path}/endpoints/${id}/${to}`, {})
    await change('disable')
    await waitUntil('its next check to be postponed', async () => {
      const rows = await posthorn.database.query(
        "SELECT FROM jobs WHERE id = $1 AND due_at > now() + interval '2 s'",
        [jobId],
      )
      return rows.length === 1
    })
    answerFirst()
    await change('enable')
    expect(await finished(jobId)).toMatchObject({ status: 'succeeded', total: 100, done: 100 })
  })

  it('fails when the endpoint is deleted: deliveries sent again are cancelled, the rest is unchanged', async () => {
    const { id, jobId, answerFirst } = await startRecovery()
    expect((await posthorn.api.delete(`${tenant.path}/endpoints/${id}`)).status).toBe(204)
    const job = await finished(jobId)
    expect(job).toMatchObject({ status: 'failed', total: 100, failed: 100 - job.done })
    expect(await cancel(jobId)).toEqual(
      problem(409, 'conflict', 'The job has already failed and cannot be cancelled.'),
    )
    answerFirst()
    await waitUntil('all deliveries to end', async () => {
      const { succeeded, pending } = await statuses()
      return succeeded === 1 && pending === undefined
    })
    expect(await statuses()).toEqual({ succeeded: 1, cancelled: job.done - 1, failed: 100 - job.done })
  })

  /** Keeps the first request in flight until the returned function is called. */
  function delayFirst(status: number): () => void {
    const held = Promise.withResolvers<void>()
    answer = (index) => (index === 0 ? { status, after: held.promise } : { status: 200 })
    return held.resolve
  }

  it('sends a delivery that is being retried by hand after that retry, unless it succeeds', async () => {
    const answerFirst = delayFirst(500)
    const id = await endpoint()
    await ended(id, 1)
    const { body } = await posthorn.api.get<Page<Delivery>>(`${tenant.path}/deliveries`)
    const path = `${tenant.path}/deliveries/${body.data[0]?.id}`
    await posthorn.api.post(`${path}/retry`, {})
    await receiver.waitFor(1)
    const job = await recover(id)
    expect(await finished(job.body.jobId)).toMatchObject({ total: 1, done: 1, failed: 0 })
    answerFirst()

    expect(await tenant.settled(1)).toMatchObject([{ status: 'succeeded', attemptCount: 3 }])
    const attempts = await posthorn.api.get<Page<Attempt>>(`${path}/attempts`)
    expect(attempts.body.data.map(({ trigger, result }) => ({ trigger, result }))).toEqual([
      { trigger: 'recover', result: 'succeeded' },
      { trigger: 'manual', result: 'failed' },
    ])
  })

  it('counts a delivery that was cancelled during its attempt as failed: the attempt ends as usual', async () => {
    const answerFirst = delayFirst(200)
    const id = await endpoint()
    await posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
    await receiver.waitFor(1)
    const { body } = await posthorn.api.get<Page<Delivery>>(`${tenant.path}/deliveries`)
    const path = `${tenant.path}/deliveries/${body.data[0]?.id}`
    expect((await posthorn.api.post(`${path}/cancel`, {})).status).toBe(200)

    const job = await recover(id, ['cancelled'])
    expect(await finished(job.body.jobId)).toMatchObject({ total: 1, done: 0, failed: 1 })
    expect((await posthorn.api.get(path)).body).toMatchObject({ status: 'cancelled' })
    answerFirst()
    await waitUntil('it to have succeeded', async () => (await statuses())['succeeded'] === 1)
    expect(receiver.received).toHaveLength(1)
  })
})
