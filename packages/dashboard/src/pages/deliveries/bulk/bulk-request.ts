import type { DeliveryQuery } from '../../../data/deliveries.ts'
import type { BulkRequest } from '../../../data/jobs/bulk.ts'

export type BulkAction = BulkRequest['action']
export type DeliveryStatus = NonNullable<DeliveryQuery['status']>[number]

/** The statuses that each action can change. */
export const STATUSES_OF_ACTION: Record<BulkAction, readonly DeliveryStatus[]> = {
  retry: ['failed', 'pending', 'cancelled'],
  cancel: ['pending'],
}

/** The statuses to begin with: those of the filter, or else those that the action is for. */
export function firstStatuses(action: BulkAction, filter: DeliveryQuery): DeliveryStatus[] {
  const possible = STATUSES_OF_ACTION[action]
  if (filter.status !== undefined) return possible.filter((status) => filter.status?.includes(status))
  if (action === 'cancel') return ['pending']
  // What has failed with a cause is often still retried by its schedule.
  const hasCause = filter.statusCode !== undefined || filter.errorCode !== undefined
  return hasCause ? ['failed', 'pending'] : ['failed']
}

/**
 * The request for the API. It selects what there was at a time, so that a preview and the job that follows it select the
 * same: later deliveries, and those that fail later, are left out.
 */
export function bulkRequestOf(
  { action, filter, statuses }: { action: BulkAction; filter: DeliveryQuery; statuses: DeliveryStatus[] },
  at: string,
): BulkRequest {
  const end = statuses.includes('pending') ? 'to' : 'finishedTo'
  const given = filter[end]
  const isEarlier = given !== undefined && Date.parse(given) < Date.parse(at)
  return { action, filter: { ...filter, status: statuses, [end]: isEarlier ? given : at } }
}
