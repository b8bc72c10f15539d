import { newId, type Rejection, type Source } from '@posthorn/contracts'
import { beforeEach, describe, expect, it } from 'vitest'
import { problem, TIME } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'
import { sendWebhook, stripeWebhook } from '../../../harness/webhooks.ts'

const SECRET = 'whsec_of_stripe'
const BODY = '{"id":"evt_1","type":"invoice.paid"}'

describe('what the sources of a tenant reject', () => {
  const posthorn = sharedPosthorn('idle')
  let tenant: Tenant
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
  })

  const stripeSource = (name: string) => tenant.source({ name, provider: 'stripe', secrets: [SECRET] })
  const list = async (query = '') =>
    (await posthorn.api.get<{ data: Rejection[] }>(`${tenant.path}/rejections${query}`)).body
  const unsigned = ({ ingestUrl }: Source) => sendWebhook(ingestUrl, { body: BODY, headers: {} })
  const listed = (counts: number[]) =>
    waitUntil(`rejections are listed: ${counts.join(', ')}`, async () => {
      const page = await list()
      return page.data.map(({ count }) => count).join() === counts.join() ? page : undefined
    })

  it('is counted by source and cause, the latest first, and ends when it is reprocessed', async () => {
    const [one, other] = [await stripeSource('one'), await stripeSource('other')]
    await unsigned(other)
    await unsigned(one)
    await unsigned(one)
    await sendWebhook(one.ingestUrl, stripeWebhook(SECRET, BODY))
    await sendWebhook(one.ingestUrl, stripeWebhook('whsec_wrong', BODY))
    const page = await listed([1, 2, 1])
    expect(page).toEqual({
      data: [
        {
          sourceId: one.id,
          sourceName: 'one',
          cause: 'signature_mismatch',
          count: 1,
          more: false,
          lastAt: TIME,
          lastRequestId: expect.stringMatching(/^req_/),
        },
        expect.objectContaining({ sourceId: one.id, cause: 'missing_header', count: 2 }),
        expect.objectContaining({ sourceId: other.id, sourceName: 'other', cause: 'missing_header' }),
      ],
      nextCursor: null,
    })
    await posthorn.api.patch(`${tenant.path}/sources/${one.id}`, { secrets: ['whsec_wrong'] })
    await posthorn.api.post(`${tenant.path}/requests/${page.data[0]?.lastRequestId}/reprocess`, undefined)
    expect((await list()).data.map(({ cause }) => cause)).toEqual(['missing_header', 'missing_header'])
  })

  it('is of the window that is asked for', async () => {
    const source = await stripeSource('one')
    await unsigned(source)
    await listed([1])
    expect((await list('?to=2026-01-01T00:00:00Z')).data).toEqual([])
    const from = new Date(Date.now() - 3_600_000).toISOString()
    expect((await list(`?from=${from}`)).data).toHaveLength(1)
    expect(await list('?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z')).toMatchObject({
      errors: [{ path: 'from' }],
    })
  })

  it('is counted up to a bound, and says that there is more', async () => {
    const source = await stripeSource('one')
    await posthorn.database.query(
      `INSERT INTO requests (id, source_id, outcome, cause, body_bytes, received_at)
       SELECT $1 || lpad(n::text, 5, '0'), $2, 'rejected', 'rate_limited', 0, now() FROM generate_series(1, 150) AS n`,
      [requestIdPrefix(), source.id],
    )
    expect((await list()).data).toMatchObject([{ cause: 'rate_limited', count: 100, more: true }])
  })

  it('is not shown of another tenant, nor to a key that publishes', async () => {
    const source = await stripeSource('one')
    await unsigned(source)
    await listed([1])
    const other = await posthorn.createTenant()
    expect((await posthorn.api.get<{ data: [] }>(`${other.path}/rejections`)).body.data).toEqual([])
    const { body } = await posthorn.api.post<{ key: string }>(`${tenant.path}/keys`, { role: 'publish' })
    expect(await posthorn.api.as(body.key).get(`${tenant.path}/rejections`)).toEqual(
      problem(403, 'forbidden', 'A key with the role "publish" may not do this.'),
    )
  })
})

/** The beginning of ids of the present time. */
function requestIdPrefix(): string {
  return newId('request').slice(0, -5)
}
