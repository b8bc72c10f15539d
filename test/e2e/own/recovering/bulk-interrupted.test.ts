import type { StartedJob } from '@posthorn/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { countStatuses, endDeliveries } from '../../../harness/database/ended-deliveries.ts'
import { TIME } from '../../../harness/expected.ts'
import { attemptsOfJobs } from '../../../harness/jobs/attempts-of-jobs.ts'
import { jobsOf } from '../../../harness/jobs/jobs-of.ts'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

/** For a hundred requests one after the other, on a busy machine. */
const ONE_BY_ONE_MS = 120_000
const TEST_MS = 4 * ONE_BY_ONE_MS

describe('a bulk job', { timeout: TEST_MS }, () => {
  let posthorn: Posthorn
  let tenant: Tenant
  let receiver: Receiver
  let released: PromiseWithResolvers<void>
  beforeAll(async () => {
    posthorn = await startPosthorn({ services: ['api', 'worker'] })
    // Two workers: each part of a job is done once.
    await posthorn.start('worker')
  })
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
    released = Promise.withResolvers()
    receiver = await startReceiver((_request, index) => ({
      status: 200,
      ...(index === 0 ? { after: released.promise } : {}),
    }))
    return () => receiver.close()
  })
  afterAll(() => posthorn.stop())

  const endpoint = async (fields: object = {}): Promise<string> =>
    (await tenant.endpoint({ url: receiver.url, maxInFlight: 1, timeoutSeconds: 30, ...fields })).id
  const start = async (action: string, filter: object = {}): Promise<string> =>
    (await posthorn.api.post<StartedJob>(`${tenant.path}/deliveries/bulk`, { action, filter })).body.jobId
  const { read, until, finished } = jobsOf(() => ({ posthorn, tenant }), ONE_BY_ONE_MS)
  const statuses = () => countStatuses(posthorn, tenant)
  const listed = (id: string) =>
    posthorn.database.query(
      'SELECT FROM bulk_job_deliveries WHERE job_id = $1 UNION ALL SELECT FROM bulk_job_endpoints WHERE job_id = $1',
      [id],
    )

  it('continues where it was when its workers are killed, and makes each attempt once', async () => {
    const id = await endpoint()
    await endDeliveries(posthorn, tenant, { endpointId: id, count: 100 })
    const job = await start('retry')
    await receiver.waitFor(1)
    await until(job, 'it to be in progress', ({ done }) => done > 0)
    await posthorn.service('worker').stop('SIGKILL')
    await posthorn.stopAll('worker')
    const { done, status } = await read(job)
    expect(status).toBe('running')
    expect(done).toBeLessThan(100)
    released.resolve()
    await posthorn.start('worker')
    await posthorn.start('worker')
    expect(await finished(job)).toMatchObject({ status: 'succeeded', total: 100, done: 100, failed: 0 })
    await waitUntil(
      'all to have succeeded',
      async () => (await statuses())['succeeded'] === 100,
      ONE_BY_ONE_MS,
    )
    expect(await attemptsOfJobs(posthorn, id)).toEqual([{ attempts: 1, deliveries: 100 }])
    expect(await listed(job)).toEqual([])
  })

  it('adds no more deliveries than an endpoint soon takes, and is cancelled: the rest is unchanged', async () => {
    const id = await endpoint()
    await endDeliveries(posthorn, tenant, { endpointId: id, count: 100 })
    const job = await start('retry')
    await receiver.waitFor(1)
    await until(job, 'it to be in progress', ({ done }) => done > 0)
    expect(await posthorn.api.post(`${tenant.path}/jobs/${job}/cancel`, {})).toMatchObject({
      status: 200,
      body: { status: 'cancelled', finishedAt: TIME },
    })
    const { done } = await read(job)
    expect(done).toBeLessThan(50)
    released.resolve()
    await waitUntil('those already pending to arrive', async () => (await statuses())['succeeded'] === done)
    expect(await statuses()).toEqual({ succeeded: done, failed: 100 - done })
    await waitUntil('its list to be deleted', async () => (await listed(job)).length === 0)
    expect(await read(job)).toMatchObject({ status: 'cancelled', total: 100, done })
  })

  it('does not wait for an endpoint that is busy, while others are not', async () => {
    const busy = await endpoint()
    await endDeliveries(posthorn, tenant, { endpointId: busy, count: 100 })
    await posthorn.api.post(`${tenant.path}/endpoints/${busy}/disable`, {})
    const quick = await startReceiver(() => ({ status: 200 }))
    const other = await endpoint({ url: quick.url, maxInFlight: 20 })
    await endDeliveries(posthorn, tenant, { endpointId: other, count: 30 })
    await posthorn.api.post(`${tenant.path}/endpoints/${busy}/enable`, {})
    const job = await start('retry')
    await receiver.waitFor(1)
    await quick.waitFor(30, ONE_BY_ONE_MS)
    expect((await read(job)).status).toBe('running')
    released.resolve()
    expect(await finished(job)).toMatchObject({ total: 130, done: 130, failed: 0 })
    await quick.close()
  })
})
