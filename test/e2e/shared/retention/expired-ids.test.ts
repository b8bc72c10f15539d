import { newId } from '@posthorn/contracts'
import { beforeAll, describe, expect, it } from 'vitest'
import { DAY_MS, storeOld } from '../../../harness/database/old-data.ts'
import { problem } from '../../../harness/expected.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { keyOf } from '../../../harness/tenant-routes.ts'

const RETENTION_DAYS = 30
const OLD = new Date(Date.now() - RETENTION_DAYS * DAY_MS - 60_000)
const RECENT = new Date(Date.now() - RETENTION_DAYS * DAY_MS + 600_000)

describe('an id that is older than the retention period', () => {
  const posthorn = sharedPosthorn('idle')
  let tenant: Tenant
  beforeAll(async () => {
    tenant = await posthorn.createTenant()
  })
  const expired = (id: string) =>
    problem(404, 'expired', `${id} is from ${OLD.toISOString()} and was kept for 30 days: use a newer id.`)

  it.each([
    ['get', '/events/:event'],
    ['get', '/events/:event/deliveries'],
    ['post', '/events/:event/replay'],
    ['delete', '/events/:event/content'],
    ['get', '/deliveries/:delivery'],
    ['get', '/deliveries/:delivery/attempts'],
    ['post', '/deliveries/:delivery/retry'],
    ['post', '/deliveries/:delivery/cancel'],
  ] as const)('is 404 with the code "expired": %s %s', async (method, path) => {
    const kind = path.includes(':event') ? 'event' : 'delivery'
    const id = newId(kind, OLD)
    const url = `${tenant.path}${path.replace(`:${kind}`, id)}`
    expect(await posthorn.api[method](url, undefined as never)).toEqual(expired(id))
    const recent = newId(kind, RECENT)
    expect(
      await posthorn.api[method](`${tenant.path}${path.replace(`:${kind}`, recent)}`, undefined as never),
    ).toEqual(problem(404, 'not_found', `No ${kind} has this id: check the id and the tenant.`))
  })

  it('is so even while the object is still stored', async () => {
    const { id: endpointId } = await tenant.endpoint({ url: 'https://example.com/', enabled: false })
    const { eventId, deliveryId } = await storeOld(posthorn.database, {
      tenantId: tenant.id,
      endpointId,
      at: OLD,
    })
    expect(await posthorn.api.get(`${tenant.path}/events/${eventId}`)).toEqual(expired(eventId))
    expect(await posthorn.api.get(`${tenant.path}/deliveries/${deliveryId}`)).toEqual(expired(deliveryId))
  })

  it('is so only for those who may ask', async () => {
    const { key } = await keyOf(posthorn, tenant, 'publish')
    const path = `${tenant.path}/events/${newId('event', OLD)}`
    expect((await posthorn.api.as(key).get(path)).status).toBe(403)
    expect((await posthorn.api.as('an-unknown-key').get(path)).status).toBe(401)
    expect((await posthorn.api.get(path.replace(tenant.id, 'absent'))).body).toMatchObject({
      code: 'not_found',
    })
  })

  it('does not exist for endpoints and sources, which are kept', async () => {
    for (const [path, id] of [
      ['endpoints', newId('endpoint', OLD)],
      ['sources', newId('source', OLD)],
      ['jobs', newId('job', OLD)],
    ]) {
      expect((await posthorn.api.get(`${tenant.path}/${path}/${id}`)).body).toMatchObject({
        code: 'not_found',
      })
    }
  })
})
