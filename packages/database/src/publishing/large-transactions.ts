import { createBatcher } from '@posthorn/batch'
import type { TenantId } from '@posthorn/contracts'

/** Large transactions of all tenants at a time: a small part of the connection pool. */
const CONCURRENCY = 3

/** Runs work of a tenant when its turn comes. */
export type LargeTransactions = <Result>(tenantId: TenantId, work: () => Promise<Result>) => Promise<Result>

/**
 * The queue of large transactions: a batch, an event with thousands of deliveries or with megabytes. Each tenant runs
 * one at a time, and tenants take turns, so small transactions never wait behind large ones.
 */
export function createLargeTransactions(): LargeTransactions {
  const enter = createBatcher<{ tenantId: TenantId; work: () => Promise<unknown> }, unknown>({
    work: async ([one]) => [await one?.work()],
    keyOf: ({ tenantId }) => tenantId,
    maxBatchSize: 1,
    concurrency: CONCURRENCY,
    concurrencyPerKey: 1,
    isUnavailable: () => true,
  })
  return <Result>(tenantId: TenantId, work: () => Promise<Result>) =>
    enter({ tenantId, work }) as Promise<Result>
}
