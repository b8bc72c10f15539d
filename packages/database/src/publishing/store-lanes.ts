import { createBatcher } from '@posthorn/batch'
import type { TenantId } from '@posthorn/contracts'

/** Connections that are used at once for what takes long, of all tenants together: a small part of the pool. */
const HEAVY_AT_ONCE = 3

/** Runs work of a tenant when it is its turn. */
export type HeavyLane = <Result>(tenantId: TenantId, work: () => Promise<Result>) => Promise<Result>

/**
 * Where transactions wait that take long (a batch, an event to thousands of endpoints, megabytes): a tenant has one of them
 * at a time, and those of different tenants take turns. So what takes milliseconds never waits behind them, and the tenants
 * share what is left.
 */
export function createHeavyLane(): HeavyLane {
  const enter = createBatcher<{ tenantId: TenantId; work: () => Promise<unknown> }, unknown>({
    work: async ([one]) => [await one?.work()],
    keyOf: ({ tenantId }) => tenantId,
    maxBatchSize: 1,
    concurrency: HEAVY_AT_ONCE,
    concurrencyPerKey: 1,
    isUnavailable: () => true,
  })
  return <Result>(tenantId: TenantId, work: () => Promise<Result>) =>
    enter({ tenantId, work }) as Promise<Result>
}
