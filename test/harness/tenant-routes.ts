import type {
  CreatedKey,
  CreatedPortalLink,
  CreatedRelay,
  InboundRequest,
  KeyRole,
  Page,
  PublishedEvent,
  StartedJob,
} from '@posthorn/contracts'
import { apiClient, type Reply } from './api-client.ts'
import type { RunningPosthorn, Tenant } from './posthorn.ts'
import { sendWebhook, stripeWebhook } from './webhooks.ts'

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** What a tenant has: one object of each kind, and the ids in their routes. */
export interface Owned {
  tenant: Tenant
  ids: Record<
    'endpoint' | 'relay' | 'source' | 'event' | 'delivery' | 'key' | 'job' | 'request' | 'search' | 'link',
    string
  >
}

const ENDPOINT = { url: 'https://example.com/webhooks' }
const EVENT = { type: 'order.completed', data: {} }
const SEARCH = { filter: {}, from: '2020-01-01T00:00:00.000Z' }
/** Of no delivery: other routes need it. */
const BULK = { action: 'cancel', filter: { to: '2020-01-01T00:00:00.000Z' } }
const RECOVERY = { since: '2020-01-01T00:00:00.000Z' }
/** A fixed window. */
const A_DAY = 'from=2026-01-01T00%3A00%3A00Z&to=2026-01-02T00%3A00%3A00Z'
/** Of no delivery. */
const RESULTS = {
  connectionId: 'rcn_1',
  results: [{ deliveryId: 'dlv_1', number: 1, statusCode: 200, durationMs: 1 }],
}
const SOURCE = { name: 'another', provider: 'stripe', secrets: ['whsec_1'] }

/**
 * Every route below /v1/tenants/{tenant}, with a valid body, and the status for a key of the tenant with each role:
 * manage, publish, read. Deletions come last, since other routes need the objects.
 */
export const ROUTES: [
  Method,
  path: string,
  body: object | undefined,
  manage: number,
  publish: number,
  read: number,
][] = [
  ['get', '', undefined, 200, 200, 200],
  ['put', '', {}, 403, 403, 403],
  ['post', '/keys', { role: 'read' }, 201, 403, 403],
  ['get', '/keys', undefined, 200, 403, 403],
  ['post', '/endpoints', ENDPOINT, 201, 403, 403],
  ['get', '/endpoints', undefined, 200, 403, 200],
  ['get', '/endpoints/:endpoint', undefined, 200, 403, 200],
  ['patch', '/endpoints/:endpoint', { description: 'changed' }, 200, 403, 403],
  ['post', '/endpoints/:endpoint/filter/test', { data: {} }, 200, 403, 403],
  ['get', `/endpoints/:endpoint/stats?${A_DAY}`, undefined, 200, 403, 200],
  ['post', '/endpoints/:endpoint/rotate-secret', { graceSeconds: 0 }, 200, 403, 403],
  ['post', '/endpoints/:endpoint/disable', undefined, 200, 403, 403],
  ['post', '/endpoints/:endpoint/enable', undefined, 200, 403, 403],
  ['post', '/relays', { name: 'one' }, 200, 403, 403],
  ['get', '/relays', undefined, 200, 403, 403],
  ['post', '/relays/:relay/results', RESULTS, 200, 403, 403],
  ['post', '/sources', SOURCE, 201, 403, 403],
  ['get', '/sources', undefined, 200, 403, 403],
  ['get', '/sources/:source', undefined, 200, 403, 403],
  ['patch', '/sources/:source', { metadata: { changed: true } }, 200, 403, 403],
  ['post', '/sources/:source/verify', { headers: {} }, 200, 403, 403],
  ['post', '/sources/:source/sample', { send: false }, 200, 403, 403],
  ['get', '/sources/:source/requests', undefined, 200, 403, 200],
  ['get', `/rejections?${A_DAY}`, undefined, 200, 403, 200],
  ['get', '/requests/:request', undefined, 200, 403, 200],
  ['post', '/requests/:request/reprocess', undefined, 202, 403, 403],
  ['post', '/events', EVENT, 202, 202, 403],
  ['post', '/events/batch', { events: [EVENT] }, 202, 202, 403],
  ['get', '/events', undefined, 200, 403, 200],
  ['get', '/events/:event', undefined, 200, 403, 200],
  ['get', '/events/:event/deliveries', undefined, 200, 403, 200],
  ['get', '/events/:event/matches', undefined, 200, 403, 200],
  ['get', '/deliveries', undefined, 200, 403, 200],
  ['get', '/deliveries/:delivery', undefined, 200, 403, 200],
  ['get', '/deliveries/:delivery/attempts', undefined, 200, 403, 200],
  ['get', '/attempts', undefined, 200, 403, 200],
  ['get', `/failures?${A_DAY}`, undefined, 200, 403, 200],
  ['post', '/deliveries/:delivery/retry', undefined, 202, 403, 403],
  ['post', '/deliveries/:delivery/cancel', undefined, 200, 403, 403],
  ['post', '/deliveries/bulk', BULK, 202, 403, 403],
  ['post', '/events/:event/replay', undefined, 202, 403, 403],
  ['post', '/endpoints/:endpoint/test', undefined, 202, 403, 403],
  ['get', '/search?q=order-1', undefined, 200, 403, 200],
  ['post', '/events/search', SEARCH, 202, 403, 202],
  ['get', '/jobs', undefined, 200, 403, 403],
  ['get', '/jobs/:search/hits', undefined, 200, 403, 200],
  ['get', '/jobs/:job', undefined, 200, 403, 403],
  ['post', '/jobs/:job/cancel', undefined, 200, 403, 403],
  ['post', '/endpoints/:endpoint/recover', RECOVERY, 202, 403, 403],
  ['get', `/stats?bucket=day&${A_DAY}`, undefined, 200, 403, 200],
  ['get', '/audit', undefined, 200, 403, 403],
  ['delete', '/events/:event/content', undefined, 204, 403, 403],
  ['post', '/portal-links', { role: 'read' }, 201, 403, 403],
  ['get', '/portal-links', undefined, 200, 403, 403],
  ['delete', '/portal-links/:link', undefined, 204, 403, 403],
  ['get', '/waiting', undefined, 200, 403, 200],
  ['delete', '/keys/:key', undefined, 204, 403, 403],
  ['delete', '/sources/:source', undefined, 204, 403, 403],
  ['delete', '/endpoints/:endpoint', undefined, 204, 403, 403],
  ['delete', '', undefined, 403, 403, 403],
]

/** Creates a tenant with one object of each kind. */
export async function createOwned(posthorn: RunningPosthorn): Promise<Owned> {
  const tenant = await posthorn.createTenant()
  const endpoint = await tenant.endpoint(ENDPOINT)
  const relay = await posthorn.api.post<CreatedRelay>(`${tenant.path}/relays`, {
    name: 'one',
    eventTypes: ['none'],
  })
  const source = await tenant.source({ ...SOURCE, name: 'one' })
  await sendWebhook(source.ingestUrl, stripeWebhook('whsec_1', '{"id":"evt_1","type":"invoice.paid"}'))
  const requests = await posthorn.api.get<Page<InboundRequest>>(
    `${tenant.path}/sources/${source.id}/requests`,
  )
  const event = await posthorn.api.post<PublishedEvent>(`${tenant.path}/events`, EVENT)
  const deliveries = await posthorn.api.get<Page<{ id: string }>>(`${tenant.path}/deliveries`)
  const key = await keyOf(posthorn, tenant, 'read')
  const [delivery] = deliveries.body.data
  const job = await posthorn.api.post<StartedJob>(`${tenant.path}/endpoints/${endpoint.id}/recover`, RECOVERY)
  const search = await posthorn.api.post<StartedJob>(`${tenant.path}/events/search`, SEARCH)
  const link = await posthorn.api.post<CreatedPortalLink>(`${tenant.path}/portal-links`, { role: 'read' })
  return {
    tenant,
    ids: {
      endpoint: endpoint.id,
      relay: relay.body.id,
      source: source.id,
      event: event.body.id,
      delivery: delivery?.id ?? '',
      key: key.id,
      job: job.body.jobId,
      request: requests.body.data[0]?.id ?? '',
      search: search.body.jobId,
      link: link.body.id,
    },
  }
}

export async function keyOf(
  posthorn: RunningPosthorn,
  { path }: Tenant,
  role: KeyRole,
  expiresAt?: string,
): Promise<CreatedKey> {
  return (await posthorn.api.post<CreatedKey>(`${path}/keys`, { role, expiresAt })).body
}

/** Calls a route on the path of a tenant, with these ids. */
export function callRoute(
  posthorn: RunningPosthorn,
  key: string | undefined,
  { tenant, ids }: Owned,
  [method, path, body]: Readonly<[Method, string, object | undefined, ...unknown[]]>,
): Promise<Reply<unknown>> {
  const url = `${tenant.path}${path.replace(/:(\w+)/, (_all, kind: keyof Owned['ids']) => ids[kind])}`
  const client = apiClient(posthorn.service('api').url, key)
  return method === 'get' || method === 'delete' ? client[method](url) : client[method](url, body)
}
