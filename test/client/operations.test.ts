import { Posthorn, type Tenant } from '@posthorn/client'
import { expect, it } from 'vitest'
import { paths } from '../openapi/described-schemas.ts'

/** What a browser, a scraper or an orchestrator calls; `request` is there for it. */
const LEFT_OUT = [
  'createPortalSession',
  'createSession',
  'deleteSession',
  'getHealth',
  'getMetrics',
  'getOpenApiDocument',
  'getReadiness',
  'getSession',
  'listSessions',
  'receiveWebhook',
]

/** Every operation, and the call that makes it. */
const CALLS: Record<string, (tenant: Tenant, posthorn: Posthorn) => unknown> = {
  bulkDeliveries: ({ deliveries }) => deliveries.bulk({ action: 'retry', filter: {}, dryRun: true }),
  cancelDelivery: ({ deliveries }) => deliveries.cancel('ID'),
  cancelJob: ({ jobs }) => jobs.cancel('ID'),
  changeEndpoint: ({ endpoints }) => endpoints.update('ID', {}),
  changeSource: ({ sources }) => sources.update('ID', {}),
  createEndpoint: ({ endpoints }) => endpoints.create({ url: 'https://example.com' }),
  createEventType: ({ eventTypes }) => eventTypes.create({ name: 'NAME' }),
  createKey: ({ keys }) => keys.create({ role: 'read' }),
  createPortalLink: ({ portalLinks }) => portalLinks.create({ role: 'read' }),
  createRelay: ({ relays }) => relays.create({ name: 'ada@laptop' }),
  createSource: ({ sources }) => sources.create({ name: 'stripe', provider: 'stripe' }),
  deleteEndpoint: ({ endpoints }) => endpoints.delete('ID'),
  deleteEventType: ({ eventTypes }) => eventTypes.delete('NAME'),
  deleteKey: ({ keys }) => keys.delete('ID'),
  deletePortalLink: ({ portalLinks }) => portalLinks.delete('ID'),
  deleteSource: ({ sources }) => sources.delete('ID'),
  deleteTenant: (_, { tenants }) => tenants.delete('TENANT'),
  disableEndpoint: ({ endpoints }) => endpoints.disable('ID'),
  drainShard: (_, { operating }) => operating.drainShard(0),
  enableEndpoint: ({ endpoints }) => endpoints.enable('ID'),
  explainWaiting: (tenant) => tenant.waiting().page(),
  getDelivery: ({ deliveries }) => deliveries.get('ID'),
  getEndpoint: ({ endpoints }) => endpoints.get('ID'),
  getEndpointStats: ({ endpoints }) => endpoints.stats('ID'),
  getEvent: ({ events }) => events.get('ID'),
  getEventType: ({ eventTypes }) => eventTypes.get('NAME'),
  getJob: ({ jobs }) => jobs.get('ID'),
  getMeta: (_, posthorn) => posthorn.meta(),
  getQueue: (_, { operating }) => operating.queue(),
  getRequest: ({ requests }) => requests.get('ID'),
  getSource: ({ sources }) => sources.get('ID'),
  getStats: (tenant) => tenant.stats(),
  getTenant: (tenant) => tenant.get(),
  listAllAuditEntries: (_, { operating }) => operating.audit().page(),
  listAttempts: ({ deliveries }) => deliveries.attempts('ID').page(),
  listAuditEntries: (tenant) => tenant.audit().page(),
  listDeliveries: ({ deliveries }) => deliveries.list().page(),
  listDeliveriesOfEvent: ({ events }) => events.deliveries('ID').page(),
  listEndpoints: ({ endpoints }) => endpoints.list().page(),
  listEventMatches: ({ events }) => events.matches('ID').page(),
  listEventTypes: ({ eventTypes }) => eventTypes.list().page(),
  listEvents: ({ events }) => events.list().page(),
  listFailures: (tenant) => tenant.failures().page(),
  listJobs: ({ jobs }) => jobs.list().page(),
  listKeys: ({ keys }) => keys.list().page(),
  listPortalLinks: ({ portalLinks }) => portalLinks.list().page(),
  listProviders: (_, posthorn) => posthorn.providers(),
  listRejections: ({ requests }) => requests.rejections(),
  listRelays: ({ relays }) => relays.all(),
  listRequests: ({ sources }) => sources.requests('ID').page(),
  listSearchHits: ({ jobs }) => jobs.hits('ID').page(),
  listSources: ({ sources }) => sources.list().page(),
  listTenantAttempts: ({ attempts }) => attempts.list().page(),
  listTenants: (_, { tenants }) => tenants.list().page(),
  listWaiting: (_, { operating }) => operating.waiting().page(),
  pollRelay: ({ relays }) => relays.poll('ID', { host: 'laptop', pid: 1 }),
  publishEvent: ({ events }) => events.publish({ type: 'a', data: {} }),
  publishEvents: ({ events }) => events.publishBatch([{ type: 'a', data: {} }]),
  putEventType: ({ eventTypes }) => eventTypes.put('NAME', {}),
  putTenant: (_, { tenants }) => tenants.put('TENANT'),
  recoverEndpoint: ({ endpoints }) => endpoints.recover('ID', { since: '2026-11-28T00:00:00Z' }),
  removeEventContent: ({ events }) => events.removeContent('ID'),
  replayEvent: ({ events }) => events.replay('ID'),
  reprocessRequest: ({ requests }) => requests.reprocess('ID'),
  retryDelivery: ({ deliveries }) => deliveries.retry('ID'),
  returnRelayResults: ({ relays }) => relays.returnResults('ID', { connectionId: 'rcn_1', results: [] }),
  rotateSecret: ({ endpoints }) => endpoints.rotateSecret('ID'),
  search: (tenant) => tenant.search('ID'),
  searchEvents: ({ events }) => events.search({ filter: {}, from: '2026-11-28T00:00:00Z' }),
  streamRelay: ({ relays }) => relays.stream('ID', { host: 'laptop', pid: 1 }).next(),
  streamSearchHits: ({ jobs }) => jobs.streamHits('ID').next(),
  sendSample: ({ sources }) => sources.sendSample('ID'),
  testEndpoint: ({ endpoints }) => endpoints.test('ID'),
  testFilter: ({ endpoints }) => endpoints.testFilter('ID', { data: {} }),
  verifyRequest: ({ sources }) => sources.verify('ID', { headers: {} }),
  watchTenant: (tenant) => tenant.live({ signal: AbortSignal.abort() }).next(),
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete']
const VALUES: Record<string, string> = { tenant: 'TENANT', name: 'NAME', shard: '0' }
const described = Object.entries(paths).flatMap(([path, item]) =>
  METHODS.flatMap((method) => (item[method] === undefined ? [] : [{ method, ...item[method] }])).map(
    ({ method, operationId }) => ({
      operationId,
      call: `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, (_, name) => VALUES[name] ?? 'ID')}`,
    }),
  ),
)

it('has a method for every operation', () => {
  const operations = described.map(({ operationId }) => operationId).toSorted()
  expect([...Object.keys(CALLS), ...LEFT_OUT].toSorted()).toEqual(operations)
})

it.each(described.filter(({ operationId }) => CALLS[operationId] !== undefined))(
  'calls $operationId',
  async ({ operationId, call }) => {
    const sent: string[] = []
    const posthorn = new Posthorn({
      url: 'http://posthorn.example.com',
      key: 'key',
      fetch: async (url, init) => {
        sent.push(`${init?.method} ${new URL(url instanceof Request ? url.url : url).pathname}`)
        throw new RangeError('recorded')
      },
      retries: 0,
    })
    await Promise.resolve(CALLS[operationId]?.(posthorn.tenant('TENANT'), posthorn)).catch(() => {})
    expect(sent).toEqual([call])
  },
)
