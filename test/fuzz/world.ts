import { randomInt } from 'node:crypto'
import {
  type CreatedKey,
  type CreatedPortalLink,
  type Delivery,
  type Job,
  type KeyRole,
  newId,
  type Page,
  type PublishedEvent,
  type Session,
} from '@posthorn/contracts'
import { ADMIN_KEY, type Posthorn } from '../harness/posthorn.ts'
import type { CallOptions, KeyName } from './calls.ts'

/** A tenant with one object of each kind, so that calls find what they name. */
export interface World {
  names: CallOptions['names']
  ids: string[]
  keys: Record<KeyName, string | undefined>
}

// Not the example of the document: calls that create it would fail.
const SOURCE = { name: 'first', provider: 'stripe', secrets: ['whsec_1'] }
const DAY_MS = 86_400_000

/** The fuzzed services believe the `X-Forwarded-For` of the test. */
export const TRUSTED_PROXY_CIDRS = '127.0.0.0/8'

/** Of a range for documentation (RFC 5737). */
const newAddress = () => `198.51.100.${randomInt(256)}`

/** Creates a new one, since calls change and delete objects. */
export async function createWorld(posthorn: Posthorn): Promise<World> {
  const { api } = posthorn
  const tenant = await posthorn.createTenant()
  const { path } = tenant
  const made = async <Thing>(at: string, body: object, headers?: Record<string, string>): Promise<Thing> => {
    const reply = await api.post<Thing>(at, body, headers)
    if (reply.status >= 300) throw new Error(`POST ${at}: ${reply.status} ${reply.text}`)
    return reply.body
  }
  const key = (role: KeyRole) => made<CreatedKey>(`${path}/keys`, { role })
  const [manage, publish, read] = await Promise.all([key('manage'), key('publish'), key('read')])
  // A type of its own: all tenants share the catalogue, and calls change it.
  const eventType = `order.${tenant.id}`
  await made('/v1/event-types', { name: eventType })
  const endpoint = await tenant.endpoint({ url: 'https://example.com/webhooks' })
  const source = await tenant.source(SOURCE)
  const event = await made<PublishedEvent>(`${path}/events`, { type: eventType, data: { amount: 1 } })
  const deliveries = await api.get<Page<Delivery>>(`${path}/events/${event.id}/deliveries`)
  // Cancelled, so that another can start.
  const since = new Date(Date.now() - DAY_MS).toISOString()
  const job = await made<Job>(`${path}/endpoints/${endpoint.id}/recover`, { since })
  await made(`${path}/jobs/${job.id}/cancel`, {})

  const link = await made<CreatedPortalLink>(`${path}/portal-links`, { role: 'read' })
  // From an address of its own: the fuzzed calls fail to sign in more often than one address may.
  const session = await made<Session>('/v1/sessions', { key: read.key }, { 'x-forwarded-for': newAddress() })

  const request = { id: newId('request') }
  // No ingest service runs, which would receive it.
  await posthorn.database.query(
    `INSERT INTO requests (id, source_id, outcome, event_id, body_bytes, received_at)
     VALUES ($1, $2, 'accepted', $3, 2, now())`,
    [request.id, source.id, event.id],
  )

  const created = [manage, publish, read, endpoint, source, event, job, request, link, session]
  const things = [...created, ...deliveries.body.data]
  return {
    names: { tenant: [tenant.id], name: [eventType], shard: ['posthorn'] },
    ids: things.map(({ id }) => id),
    keys: {
      admin: ADMIN_KEY,
      manage: manage.key,
      publish: publish.key,
      read: read.key,
      unknown: 'phk_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG',
      none: undefined,
    },
  }
}
