import type { BulkAction, DeliveryFilter, JobId, TenantId } from '@posthorn/contracts'

/** An unfinished bulk job, locked by the worker that executes its next part. */
export interface RunningBulkJob {
  id: JobId
  tenantId: TenantId
  action: BulkAction
  filter: DeliveryFilter
  /** Position of the last listed delivery. */
  reached: string | null
}

/**
 * What a part did with a number of deliveries. `deferred`: enough deliveries wait for the endpoint already. `finished`: the job has
 * ended.
 */
export type BulkPart =
  | { kind: 'listed' | 'processed' | 'failed'; deliveries: number }
  | { kind: 'deferred' }
  | { kind: 'finished'; status: 'succeeded' }
  | { kind: 'finished'; status: 'failed'; cause: 'invalid_request' }
