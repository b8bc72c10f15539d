import type { Attempt, AuditEntry, EventSummary, Page, Tenant as TenantBody } from '@posthorn/contracts'
import { beforeEach, describe, expect, it } from 'vitest'
import { DAY_MS, storeOld } from '../../../harness/database/old-data.ts'
import { problem } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

/** More than one part. */
const MANY = 600

describe("a tenant's retentionDays", () => {
  const posthorn = sharedPosthorn()
  let tenant: Tenant
  let endpointId: string
  beforeEach(async () => {
    tenant = await posthorn.createTenant()
    endpointId = (await tenant.endpoint({ url: 'https://example.com/', enabled: false })).id
  })

  const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS)
  const store = (at: Date, options: Partial<Parameters<typeof storeOld>[1]> = {}) =>
    storeOld(posthorn.database, { tenantId: tenant.id, endpointId, at, ...options })
  const setDays = (retentionDays: number | null) =>
    posthorn.api.put<TenantBody>(tenant.path, { retentionDays })
  const event = async (id: string) =>
    (await posthorn.api.get<EventSummary & { data?: unknown }>(`${tenant.path}/events/${id}`)).body
  const attempt = async (deliveryId: string) =>
    (await posthorn.api.get<Page<Attempt>>(`${tenant.path}/deliveries/${deliveryId}/attempts`)).body.data[0]
  const untilRemoved = (eventId: string) =>
    waitUntil('the content to be removed', async () => (await event(eventId)).expired)

  it('removes the content of older events and attempts, keeps their records, and keeps the content of others', async () => {
    const old = await store(daysAgo(6))
    const recent = await store(daysAgo(4))
    expect((await setDays(5)).body).toMatchObject({ retentionDays: 5 })
    await untilRemoved(old.eventId)

    expect(await event(old.eventId)).not.toHaveProperty('data')
    expect(await attempt(old.deliveryId)).toMatchObject({
      statusCode: 500,
      requestHeaders: {},
      responseHeaders: null,
      responseBody: null,
      expired: true,
    })
    expect(await event(recent.eventId)).toMatchObject({ data: { n: 1 }, expired: false })
    expect(await attempt(recent.deliveryId)).toMatchObject({ responseBody: 'sorry', expired: false })
  })

  it('cancels older deliveries that are pending, with an audit entry', async () => {
    const old = await store(daysAgo(6), { state: 'waiting' })
    const recent = await store(daysAgo(4), { state: 'waiting' })
    await setDays(5)
    await untilRemoved(old.eventId)
    const rows = await posthorn.database.query(
      'SELECT id, status, reason FROM deliveries WHERE tenant_id = $1 ORDER BY id',
      [tenant.id],
    )
    expect(rows).toEqual([
      { id: old.deliveryId, status: 'cancelled', reason: 'expired' },
      { id: recent.deliveryId, status: 'pending', reason: null },
    ])
    const { body } = await posthorn.api.get<Page<AuditEntry>>(`${tenant.path}/audit?actor=system`)
    expect(body.data).toMatchObject([{ action: 'delivery.expired', count: 1, requestId: '' }])
  })

  it('removes what is more than one part, and continues where it was', async () => {
    for (let n = 0; n < MANY; n += 1) await store(new Date(daysAgo(20).getTime() + n))
    const last = await store(daysAgo(10))
    await setDays(7)
    await untilRemoved(last.eventId)
    const left = async () => {
      const [row] = await posthorn.database.query<{ left: number }>(
        'SELECT count(*)::int AS left FROM events WHERE tenant_id = $1 AND content_removed_at IS NULL',
        [tenant.id],
      )
      return row?.left
    }
    expect(await left()).toBe(0)
    const reached = await posthorn.database.query(
      'SELECT content_event_id AS event, content_delivery_id AS delivery FROM tenants WHERE id = $1',
      [tenant.id],
    )
    expect(reached).toEqual([{ event: last.eventId, delivery: last.deliveryId }])

    const next = await store(daysAgo(6))
    await setDays(5)
    await untilRemoved(next.eventId)
  })

  it('may be set to null: the content stays as long as the records', async () => {
    expect((await setDays(5)).body).toMatchObject({ retentionDays: 5 })
    expect((await setDays(null)).body).toMatchObject({ retentionDays: null })
    const [row] = await posthorn.database.query('SELECT content_due_at FROM tenants WHERE id = $1', [
      tenant.id,
    ])
    expect(row).toEqual({ content_due_at: null })
  })

  it.each([
    [31, 'must be at most 30, which is RETENTION_DAYS, got 31'],
    [0, 'must be at least 1'],
  ])('may not be %d', async (days, message) => {
    expect(await setDays(days)).toEqual(
      problem(400, 'invalid_request', `retentionDays: ${message}`, [{ path: 'retentionDays', message }]),
    )
  })
})
