import type { Job, StartedJob } from '@posthorn/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { endDeliveries } from '../../../harness/database/ended-deliveries.ts'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'
import { type Receiver, startReceiver } from '../../../harness/receiver.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

const COUNT = 50

describe('recovering deliveries with a pending notification that they used up their schedule', () => {
  let posthorn: Posthorn
  let tenant: Tenant
  let receiver: Receiver
  let watch: Receiver
  let endpointId: string
  beforeAll(async () => {
    posthorn = await startPosthorn({ services: ['api', 'worker'] })
  })
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
    receiver = await startReceiver()
    watch = await startReceiver()
    endpointId = (await tenant.endpoint({ url: receiver.url, eventTypes: ['order.paid'] })).id
    await tenant.endpoint({ url: watch.url, eventTypes: ['posthorn.*'] })
    await endDeliveries(posthorn, tenant, { endpointId, count: COUNT })
    return () => Promise.all([receiver.close(), watch.close()])
  })
  afterAll(() => posthorn.stop())

  const recover = async () => {
    const path = `${tenant.path}/endpoints/${endpointId}/recover`
    const { body } = await posthorn.api.post<StartedJob>(path, { since: '2020-01-01T00:00:00Z' })
    return body.jobId
  }
  const finished = (jobId: string) =>
    waitUntil('the recovery to be finished', async () => {
      const { body } = await posthorn.api.get<Job>(`${tenant.path}/jobs/${jobId}`)
      return body.finishedAt !== null && body
    })
  const exhausted = () =>
    posthorn.database.query('UPDATE deliveries SET notification_pending = true WHERE endpoint_id = $1', [
      endpointId,
    ])
  /** A tenant is notified of an endpoint once a minute. */
  const notifyIn = (seconds: number) =>
    posthorn.database.query(
      `UPDATE endpoint_gates SET exhausted_notified_at = now() - make_interval(secs => 60 - $2) WHERE endpoint_id = $1`,
      [endpointId, seconds],
    )
  /** Waits until this many transactions wait for a lock in this database. */
  const waiting = (count: number) =>
    waitUntil(`${count} to wait`, async () => {
      await posthorn.database.query('SELECT pg_stat_clear_snapshot()')
      const rows = await posthorn.database.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      )
      return rows.length === count
    })

  it('and notifying lock them in the same order, so that they cannot deadlock', async () => {
    await notifyIn(3)
    await exhausted()
    // A transaction that begins with the oldest row waits here without locks; one that begins with the newest has
    // locked the rest.
    await posthorn.database.query('BEGIN')
    await posthorn.database.query(
      'SELECT FROM deliveries WHERE id = (SELECT min(id) FROM deliveries WHERE endpoint_id = $1) FOR UPDATE',
      [endpointId],
    )
    await waiting(1)
    const jobId = await recover()
    await waiting(2)
    await posthorn.database.query('COMMIT')

    expect(await finished(jobId)).toMatchObject({ status: 'succeeded', total: COUNT, done: COUNT })
    await watch.waitFor(1)
    expect(JSON.parse(watch.received[0]?.body.toString() ?? '')).toMatchObject({
      type: 'posthorn.delivery.exhausted',
      data: { endpointId, count: COUNT },
    })
    const worker = posthorn.service('worker')
    expect([
      ...worker.logged('recovery.advance_failed'),
      ...worker.logged('notification.publish_failed'),
    ]).toEqual([])
  })

  it('leaves no notification pending: they have a schedule again', async () => {
    await notifyIn(60)
    await exhausted()
    await finished(await recover())
    await receiver.waitFor(COUNT)
    const pending = await posthorn.database.query(
      'SELECT FROM deliveries WHERE endpoint_id = $1 AND notification_pending',
      [endpointId],
    )
    expect(pending).toEqual([])
  })
})
