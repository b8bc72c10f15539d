import { newId, type RequestId, SourceId, TenantId } from '@posthorn/contracts'
import { type Database, deleteTenant, storeRejectedRequest } from '@posthorn/database'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../../harness/database/open-database.ts'
import { type Posthorn, startPosthorn, type Tenant } from '../../../harness/posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'
import { sendWebhook, stripeWebhook } from '../../../harness/webhooks.ts'

const KIB = 1024
const MIB = 1024 * KIB

describe('the content of rejected requests', () => {
  let posthorn: Posthorn
  let database: Database
  let tenant: Tenant
  let sourceId: SourceId
  beforeAll(async () => {
    posthorn = await startPosthorn()
    database = openDatabase({ url: posthorn.database.url }, { poolMax: 10 })
  })
  afterAll(async () => {
    await database.close()
    await posthorn.stop()
  })
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
    const source = await tenant.source({ name: 'stripe', provider: 'stripe', secrets: ['whsec_1'] })
    sourceId = SourceId.parse(source.id)
  })

  async function store(bytes: number): Promise<RequestId> {
    const id = newId('request')
    const record = {
      id,
      sourceId,
      contentType: undefined,
      userAgent: undefined,
      bodyBytes: bytes,
      secret: undefined,
      receivedAt: new Date(),
    }
    await storeRejectedRequest(database, record, {
      cause: 'signature_mismatch',
      detail: 'Why.',
      sealed: Buffer.alloc(bytes),
      isWhole: true,
    })
    return id
  }

  const kept = () =>
    posthorn.database.query<{ id: string; bytes: number }>(
      'SELECT id, octet_length(sealed) AS bytes FROM rejected_requests WHERE source_id = $1 ORDER BY bytes_before',
      [sourceId],
    )
  const countRequests = async () =>
    (await posthorn.database.query('SELECT FROM requests WHERE source_id = $1', [sourceId])).length

  it('takes at most 8 MiB of a source: new ones replace the oldest', async () => {
    const ids: string[] = []
    for (let count = 0; count < 40; count += 1) ids.push(await store(256 * KIB))
    const rows = await kept()
    expect(rows.map(({ id }) => id)).toEqual(ids.slice(-32))
    expect(rows.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(8 * MIB)
    expect(await countRequests()).toBe(40)

    await store(100)
    expect((await kept()).map(({ id }) => id).slice(0, 31)).toEqual(ids.slice(-31))
  })

  it('is that of at most 1,024 requests of a source', async () => {
    for (let count = 0; count < 1050; count += 50)
      await Promise.all(Array.from({ length: 50 }, () => store(1)))
    await store(1)
    expect(await kept()).toHaveLength(1024)
  })

  it('stays within its bounds when many arrive at once, by any number of processes', async () => {
    await Promise.all(Array.from({ length: 200 }, () => store(256 * KIB)))
    await store(256 * KIB)
    expect((await kept()).length).toBeLessThanOrEqual(33)
  })

  it('of one source takes no room of another', async () => {
    const first = await store(256 * KIB)
    const [source] = [sourceId]
    sourceId = SourceId.parse(
      (await tenant.source({ name: 'other', provider: 'stripe', secrets: ['whsec_1'] })).id,
    )
    for (let count = 0; count < 40; count += 1) await store(256 * KIB)
    sourceId = source
    expect((await kept()).map(({ id }) => id)).toEqual([first])
  })

  it('is deleted by a worker after a week, and the request stays', async () => {
    const young = await store(1)
    const old = await store(1)
    await posthorn.database.query(
      `UPDATE rejected_requests SET id = first_id_at('req', now() - interval '7 days 1 minute') || right(id, 16)
       WHERE id = $1`,
      [old],
    )
    await waitUntil('the old content to be deleted', async () => (await kept()).length === 1, 30_000)
    expect((await kept()).map(({ id }) => id)).toEqual([young])
    expect(await countRequests()).toBe(2)
  })

  it('is deleted with its tenant', async () => {
    await store(1)
    expect(await kept()).toHaveLength(1)
    await deleteTenant(database, TenantId.parse(tenant.id))
    await waitUntil('its rows to be deleted', async () => (await kept()).length === 0)
    const totals = 'SELECT FROM rejected_totals WHERE source_id = $1'
    expect(await posthorn.database.query(totals, [sourceId])).toEqual([])
  })

  it('is kept from many forged requests of one minute for 60 of them', async () => {
    const { body: source } = await posthorn.api.get<{ ingestUrl: string }>(
      `${tenant.path}/sources/${sourceId}`,
    )
    const forged = stripeWebhook('whsec_wrong', 'x'.repeat(200 * KIB))
    for (let count = 0; count < 70; count += 1) await sendWebhook(source.ingestUrl, forged)
    const rows = await kept()
    // Two minutes, if one ended in between.
    expect(rows.length).toBeLessThanOrEqual(70)
    expect(rows.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(7 * MIB)
  })
})
