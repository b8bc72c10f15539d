import {
  type AuditEntry,
  type BulkPreview,
  type Delivery,
  type Job,
  newId,
  type Page,
  type StartedJob,
} from '@posthorn/contracts'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Reply } from '../../../harness/api-client.ts'
import { countStatuses, endDeliveries } from '../../../harness/database/ended-deliveries.ts'
import { idOf, problem, reply, TIME } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { keyOf } from '../../../harness/tenant-routes.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

describe('deliveries in bulk', () => {
  const posthorn = sharedPosthorn()
  let tenant: Tenant
  let receiver: Receiver
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
    receiver = await startReceiver(() => ({ status: 200 }))
    return () => receiver.close()
  })

  const endpoint = async (fields: object = {}): Promise<string> =>
    (await tenant.endpoint({ url: receiver.url, eventTypes: ['order.paid'], ...fields })).id
  const bulk = <Body = StartedJob>(
    body: object,
    headers: Record<string, string> = {},
  ): Promise<Reply<Body>> =>
    posthorn.api.post(`${tenant.path}/deliveries/bulk`, { filter: {}, ...body }, headers)
  const preview = async (body: object) => (await bulk<BulkPreview>({ ...body, dryRun: true })).body
  const finished = (id: string): Promise<Job> =>
    waitUntil('the job to be finished', async () => {
      const { body } = await posthorn.api.get<Job>(`${tenant.path}/jobs/${id}`)
      return body.finishedAt !== null && body
    })
  const ended = (endpointId: string, count: number, status?: Delivery['status']) =>
    endDeliveries(posthorn, tenant, { endpointId, count, status })
  const statuses = () => countStatuses(posthorn, tenant)
  /** Gives the deliveries of an endpoint a last result. */
  const setResult = (endpointId: string, column: string, value: unknown) =>
    posthorn.database.query(`UPDATE deliveries SET ${column} = $2 WHERE endpoint_id = $1`, [
      endpointId,
      value,
    ])

  it('are counted by a dry run, by cause, and nothing is changed', async () => {
    const one = await endpoint()
    await ended(one, 3)
    await setResult(one, 'last_status_code', 503)
    await posthorn.api.post(`${tenant.path}/endpoints/${one}/disable`, {})
    const two = await endpoint()
    await ended(two, 2)
    await setResult(two, 'last_error_code', 'timeout')
    const { body } = await posthorn.api.get<Page<Delivery>>(`${tenant.path}/deliveries`)
    expect(await bulk({ action: 'retry', dryRun: true })).toEqual(
      reply(200, {
        count: 5,
        atLeast: false,
        causes: [
          { status: 'failed', statusCode: 503, errorCode: null, count: 3 },
          { status: 'failed', statusCode: null, errorCode: 'timeout', count: 2 },
        ],
        oldest: body.data.at(-1),
        newest: body.data[0],
      }),
    )
    expect(await preview({ action: 'retry', filter: { statusCode: ['5xx'] } })).toMatchObject({ count: 3 })
    expect(await preview({ action: 'retry', filter: { endpointId: [two] } })).toMatchObject({ count: 2 })
    expect(await preview({ action: 'cancel' })).toEqual({ count: 0, atLeast: false, causes: [] })
    expect(await statuses()).toEqual({ failed: 5 })
    expect((await posthorn.api.get<Page<Job>>(`${tenant.path}/jobs`)).body.data).toEqual([])
    const audit = await posthorn.api.get<Page<AuditEntry>>(
      `${tenant.path}/audit?action=delivery.bulk_started`,
    )
    expect(audit.body.data).toEqual([])
  })

  it('are left unchanged by a job whose stored request cannot be read, which fails', async () => {
    await ended(await endpoint(), 1)
    const id = newId('job')
    await posthorn.database.query(
      `INSERT INTO bulk_jobs (id, tenant_id, kind, request, due_at, created_at)
       VALUES ($1, $2, 'bulk_retry', '{"status":"lost"}', now(), now())`,
      [id, tenant.id],
    )
    const job = await finished(id)
    expect(job).toEqual({
      id,
      kind: 'bulk_retry',
      status: 'failed',
      total: null,
      done: 0,
      failed: 0,
      createdAt: TIME,
      startedAt: null,
      finishedAt: TIME,
    })
    expect((await posthorn.api.get<Page<Job>>(`${tenant.path}/jobs`)).body.data).toEqual([job])
    expect(await statuses()).toEqual({ failed: 1 })
  })

  it('are retried once each; those of a disabled or deleted endpoint fail', async () => {
    const off = { enabled: false }
    const [works, disabled, deleted] = [await endpoint(off), await endpoint(off), await endpoint(off)]
    for (const id of [works, disabled, deleted]) {
      await posthorn.api.post(`${tenant.path}/endpoints/${id}/enable`, {})
      await ended(id, 2)
      await posthorn.api.post(`${tenant.path}/endpoints/${id}/disable`, {})
    }
    await posthorn.api.post(`${tenant.path}/endpoints/${works}/enable`, {})
    await posthorn.api.delete(`${tenant.path}/endpoints/${deleted}`)

    const started = await bulk({ action: 'retry' })
    expect(started.status).toBe(202)
    const filter = { status: ['failed'], to: TIME }
    expect(started.body).toMatchObject({
      jobId: started.body.id,
      id: idOf('job'),
      kind: 'bulk_retry',
      filter,
    })
    const job = await finished(started.body.jobId)
    expect(job).toEqual({
      id: started.body.id,
      kind: 'bulk_retry',
      status: 'succeeded',
      filter: started.body.filter,
      total: 6,
      done: 2,
      failed: 4,
      createdAt: TIME,
      startedAt: TIME,
      finishedAt: TIME,
    })
    await waitUntil('both to have succeeded', async () => (await statuses())['succeeded'] === 2)
    expect(await statuses()).toEqual({ succeeded: 2, failed: 4 })
    const audit = await posthorn.api.get<Page<AuditEntry>>(
      `${tenant.path}/audit?action=delivery.bulk_started`,
    )
    expect(audit.body.data).toMatchObject([{ object: job.id, fields: ['filter', 'action'] }])
    expect((await posthorn.api.get<Page<Job>>(`${tenant.path}/jobs`)).body.data).toEqual([job])
  })

  it('are retried from the beginning of their schedule; pending ones are due now', async () => {
    const id = await endpoint({ retrySchedule: [3600] })
    await ended(id, 1, 'cancelled')
    await ended(id, 1)
    await posthorn.api.post(`${tenant.path}/endpoints/${id}/disable`, {})
    await posthorn.api.post(`${tenant.path}/endpoints/${id}/enable`, {})
    await posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
    await waitUntil('one to have succeeded', async () => (await statuses())['succeeded'] === 1)
    await posthorn.database.query(
      `UPDATE deliveries SET status = 'pending', finished_at = NULL, next_attempt_at = now() + interval '1 h',
         remind_at = now() + interval '1 h' WHERE endpoint_id = $1 AND status = 'succeeded'`,
      [id],
    )
    const { body } = await bulk({
      action: 'retry',
      filter: { status: ['failed', 'cancelled', 'pending'] },
    })
    expect(await finished(body.jobId)).toMatchObject({ total: 3, done: 3, failed: 0 })
    await waitUntil('all to have succeeded', async () => (await statuses())['succeeded'] === 3)
  })

  it('are cancelled once each, and the statistics count them', async () => {
    const id = await endpoint({ retrySchedule: [3600] })
    await posthorn.database.query(
      "UPDATE endpoint_gates SET circuit_opened_at = now(), probe_at = now() + interval '1 h' WHERE endpoint_id = $1",
      [id],
    )
    const events = Array.from({ length: 5 }, () => ({ type: 'order.paid', data: {} }))
    await posthorn.api.post(`${tenant.path}/events/batch`, { events })
    const { body } = await bulk({ action: 'cancel' })
    await posthorn.api.post(`${tenant.path}/events`, { type: 'order.paid', data: {} })
    expect(await finished(body.jobId)).toMatchObject({ kind: 'bulk_cancel', total: 5, done: 5, failed: 0 })
    expect(await statuses()).toEqual({ cancelled: 5, pending: 1 })
    const { body: list } = await posthorn.api.get<Page<Delivery>>(
      `${tenant.path}/deliveries?status=cancelled`,
    )
    expect(list.data.map(({ reason }) => reason)).toEqual(Array(5).fill('cancelled_by_request'))
    const [counted] = await posthorn.database.query<{ count: number }>(
      "SELECT sum(count)::int AS count FROM counts WHERE tenant_id = $1 AND kind = 'delivery.cancelled' AND NOT folded",
      [tenant.id],
    )
    expect(counted?.count).toBe(5)
  })

  it('are processed once for one Idempotency-Key', async () => {
    const id = await endpoint()
    await ended(id, 1)
    const headers = { 'idempotency-key': 'bulk-1' }
    const first = await bulk({ action: 'retry' }, headers)
    await finished(first.body.jobId)
    expect((await bulk({ action: 'retry' }, headers)).text).toBe(first.text)
    // Simulates that its process died before it stored the reply.
    await posthorn.database.query(
      `UPDATE idempotency_keys SET status = NULL, content_type = NULL, sealed_reply = NULL, lease_until = now()
       WHERE key = 'bulk-1' AND starts_with(path, $1)`,
      [tenant.path],
    )
    expect(await bulk({ action: 'retry' }, headers)).toMatchObject({
      status: 202,
      body: { jobId: first.body.jobId, status: 'succeeded' },
    })
    expect((await posthorn.api.get<Page<Job>>(`${tenant.path}/jobs`)).body.data).toHaveLength(1)
  })

  it('of another tenant are not found, whatever the filter', async () => {
    const id = await endpoint()
    await ended(id, 1)
    const other = await posthorn.createTenant()
    const start = (dryRun: boolean) =>
      posthorn.api.post<StartedJob & BulkPreview>(`${other.path}/deliveries/bulk`, {
        action: 'retry',
        filter: { endpointId: [id] },
        dryRun,
      })
    expect((await start(true)).body).toMatchObject({ count: 0 })
    const { jobId } = (await start(false)).body
    await waitUntil('the job to be finished', async () => {
      const { body } = await posthorn.api.get<Job>(`${other.path}/jobs/${jobId}`)
      return body.finishedAt !== null
    })
    expect(await statuses()).toEqual({ failed: 1 })
    expect((await posthorn.api.get(`${tenant.path}/jobs/${jobId}`)).status).toBe(404)
  })

  it.each([
    [{ action: 'pause' }, 'action', expect.any(String)],
    [{ action: 'retry', filter: undefined }, 'filter', expect.any(String)],
    [{ action: 'retry', filter: { limit: 1 } }, 'filter.limit', 'unknown field'],
    [
      { action: 'retry', filter: { status: ['succeeded'] } },
      'filter.status',
      'retry does not apply to succeeded, only to failed, cancelled, pending',
    ],
    [
      { action: 'cancel', filter: { status: ['failed', 'pending'] } },
      'filter.status',
      'cancel does not apply to failed, only to pending',
    ],
  ])('are not processed for %j', async (body, path, message) => {
    expect(await bulk(body)).toEqual(problem(400, 'invalid_request', expect.any(String), [{ path, message }]))
  })

  it('are processed only with the role manage', async () => {
    for (const role of ['read', 'publish'] as const) {
      const { key } = await keyOf(posthorn, tenant, role)
      const body = { action: 'retry', filter: {}, dryRun: true }
      expect((await posthorn.api.as(key).post(`${tenant.path}/deliveries/bulk`, body)).status).toBe(403)
    }
  })
})
