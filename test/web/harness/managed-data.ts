import type { ApiClient } from '../../harness/api-client.ts'

const SCHEMA = {
  type: 'object',
  required: ['orderId'],
  properties: { orderId: { type: 'string' }, amount: { type: 'integer', minimum: 0 } },
}

/** What an operator sets up for a tenant: keys, portal links and event types. */
export async function createManagedData(api: ApiClient, tenantPath: string): Promise<void> {
  await api.put(tenantPath, {
    name: 'Acme Ltd.',
    metadata: { plan: 'pro', region: '<b>eu</b>' },
    retentionDays: 14,
  })
  await api.post(`${tenantPath}/keys`, { role: 'publish', description: 'the shop', rateLimitPerSecond: 200 })
  await api.post(`${tenantPath}/keys`, {
    role: 'manage',
    description: 'the back office',
    expiresAt: '2099-01-01T00:00:00Z',
  })
  await api.post(`${tenantPath}/keys`, { role: 'read', description: '' })
  await api.post(`${tenantPath}/portal-links`, {
    role: 'read',
    actor: { id: 'user-1001', name: 'Ada Lovelace' },
    allowedOrigins: ['https://app.example.com'],
  })
  await api.post(`${tenantPath}/portal-links`, { role: 'manage', singleUse: false, linkTtlSeconds: 86_400 })
  await api.put('/v1/event-types/order.completed', {
    description: 'A customer has paid for all items of an order.',
    schema: SCHEMA,
  })
  await api.put('/v1/event-types/invoice.finalized', { description: 'An invoice can no longer be changed.' })
}
