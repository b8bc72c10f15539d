import type { JobId, StartedJob } from '@posthorn/contracts'
import { type Database, runBulkPart, runRecoveryPart } from '@posthorn/database'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { endDeliveries } from '../../../harness/database/ended-deliveries.ts'
import { openDatabase } from '../../../harness/database/open-database.ts'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import { createRelay, type TenantWithRelay } from '../../../harness/relay/relay-of.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

/** More than what waits for a relay before a job pauses. */
const DELIVERIES = 501
const PAUSE_MS = 250

describe('a relay without a listener, for which enough deliveries wait,', () => {
  let posthorn: Posthorn
  let database: Database
  let recovered: TenantWithRelay
  let retried: TenantWithRelay
  beforeAll(async () => {
    posthorn = await startPosthorn({ services: ['api', 'worker'] })
    recovered = await createEnded()
    retried = await createEnded()
    // The tests execute the parts.
    await posthorn.stopAll('worker')
    database = openDatabase(posthorn.database)
  })
  afterAll(async () => {
    await database?.close()
    await posthorn?.stop()
  })

  const createEnded = async () => {
    const created = await createRelay(posthorn)
    await endDeliveries(posthorn, created.tenant, { endpointId: created.relay.id, count: DELIVERIES })
    return created
  }
  const start = async (path: string, body: object) =>
    (await posthorn.api.post<StartedJob>(path, body)).body.jobId
  const pauseOf = async (table: 'jobs' | 'bulk_jobs', id: JobId) => {
    const [row] = await posthorn.database.query<{ seconds: number }>(
      `SELECT extract(epoch FROM due_at - now())::float8 AS seconds FROM ${table} WHERE id = $1`,
      [id],
    )
    return row?.seconds
  }

  it('is looked at seldom by a recovery', async () => {
    const { tenant, relay } = recovered
    const filter = { since: '2020-01-01T00:00:00.000Z', statuses: ['failed'] }
    const id = await start(`${tenant.path}/endpoints/${relay.id}/recover`, filter)
    await waitUntil(
      'the recovery to pause',
      async () => (await runRecoveryPart(database, id, PAUSE_MS))?.kind === 'deferred',
    )
    expect(await pauseOf('jobs', id)).toBeGreaterThan(3)
  })

  it('is looked at seldom by a bulk retry', async () => {
    const { tenant } = retried
    const id = await start(`${tenant.path}/deliveries/bulk`, { action: 'retry', filter: {} })
    await waitUntil('the retry to pause', async () => (await runBulkPart(database, id))?.kind === 'deferred')
    expect(await pauseOf('bulk_jobs', id)).toBeGreaterThan(3)
  })
})
