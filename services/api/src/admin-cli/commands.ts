import type { Endpoint, EndpointWaiting, QueueState, TenantWaiting } from '@posthorn/contracts'
import type { AdminApi } from './admin-api.ts'
import { countOf, describePending } from './describe-pending.ts'
import { drainShard } from './drain-shard.ts'
import type { Output } from './output.ts'
import { tableOf } from './table.ts'

export interface Command {
  /** Names of its arguments. A name in brackets may be left out. */
  parameters: readonly string[]
  what: string
  /** @param onProgress receives lines for people */
  run: (api: AdminApi, args: readonly string[], onProgress: (line: string) => void) => Promise<Output>
}

export const COMMANDS: Readonly<Record<string, Command>> = {
  tenants: {
    parameters: [],
    what: 'lists the tenants with the number of their pending deliveries',
    run: listTenants,
  },
  waiting: {
    parameters: ['[tenant]'],
    what: 'explains what is waiting and why, for each endpoint with pending deliveries',
    run: (api, [tenant]) => explain(api, tenant),
  },
  disable: {
    parameters: ['tenant', 'endpoint'],
    what: 'disables an endpoint: new events make no delivery for it, pending ones wait',
    run: (api, [tenant = '', endpoint = '']) => disable(api, tenant, endpoint),
  },
  queue: {
    parameters: [],
    what: 'shows the shards of the queue with their jobs',
    run: showQueue,
  },
  drain: {
    parameters: ['shard'],
    what: 'removes the jobs of a shard; workers find their deliveries without them',
    run: (api, [shard = ''], onProgress) => drainShard(api, shard, onProgress),
  },
}

async function listTenants(api: AdminApi): Promise<Output> {
  const tenants = await api.list<TenantWaiting>('/v1/waiting')
  const rows = tenants.map(({ tenantId, name, pending }) => [tenantId, countOf(pending), name ?? ''])
  return { json: tenants, text: tableOf([['TENANT', 'PENDING', 'NAME'], ...rows]) }
}

async function explain(api: AdminApi, tenant: string | undefined): Promise<Output> {
  const ids = tenant === undefined ? await tenantsThatWait(api) : [tenant]
  const found: { tenantId: string; endpoints: EndpointWaiting[] }[] = []
  for (const tenantId of ids) {
    const path = `/v1/tenants/${encodeURIComponent(tenantId)}/waiting`
    const endpoints = await api.list<EndpointWaiting>(path)
    found.push({ tenantId, endpoints: endpoints.filter(({ pending }) => pending > 0) })
  }
  const text = found.map(({ tenantId, endpoints }) => describePending(tenantId, endpoints)).join('\n')
  return { json: found, text: text === '' ? 'Nothing waits.\n' : text }
}

async function tenantsThatWait(api: AdminApi): Promise<string[]> {
  const tenants = await api.list<TenantWaiting>('/v1/waiting')
  return tenants.filter(({ pending }) => pending > 0).map(({ tenantId }) => tenantId)
}

async function disable(api: AdminApi, tenant: string, endpoint: string): Promise<Output> {
  const path = `/v1/tenants/${encodeURIComponent(tenant)}/endpoints/${encodeURIComponent(endpoint)}/disable`
  const disabled = await api.post<Endpoint>(path)
  return { json: disabled, text: `${disabled.id} is disabled (${disabled.disabledReason}).\n` }
}

async function showQueue(api: AdminApi): Promise<Output> {
  const state = await api.get<QueueState>('/v1/queue')
  const rows = state.shards.map(({ shard, waiting, delayed }) => [shard, String(waiting), String(delayed)])
  const workers = state.isWorkerConnected ? 'A worker is connected.' : 'No worker is connected.'
  return { json: state, text: `${tableOf([['SHARD', 'WAITING', 'DELAYED'], ...rows])}${workers}\n` }
}
