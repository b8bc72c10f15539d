import type { DeliveryFilter, DeliveryStatus, TenantId } from '@posthorn/contracts'
import { causesOf, LAST_RESULT } from './delivery-cause.ts'

/** A column at the beginning of an index, and the values that are read of it. */
interface PathColumn {
  /** As in the index, as SQL. */
  name: string
  type: 'text' | 'delivery_status' | 'attempt_trigger'
  values: readonly string[]
}

/** The index along which deliveries are read: one range of it for each combination of the values of its columns. */
export interface DeliveryPath {
  columns: readonly PathColumn[]
  /** Condition of a partial index, as SQL. */
  condition?: string
  /** The fields of the filter that the ranges already fulfil. */
  covers: readonly (keyof DeliveryFilter)[]
}

const FINISHED: readonly DeliveryStatus[] = ['succeeded', 'failed', 'cancelled']
const TRIGGER = 'coalesce(last_trigger, trigger)'

/** Whether a filter selects deliveries by when they finished, in that order. */
export function isByEnd({ finishedFrom, finishedTo }: DeliveryFilter): boolean {
  return finishedFrom !== undefined || finishedTo !== undefined
}

/**
 * Chooses the index that is likely to select fewest: failures are rarer than other statuses, and these are rarer than what an
 * endpoint or an event type has.
 */
export function pathOf(tenantId: TenantId, filter: DeliveryFilter): DeliveryPath {
  return isByEnd(filter) ? pathByEnd(tenantId, filter) : pathById(tenantId, filter)
}

function pathById(tenantId: TenantId, filter: DeliveryFilter): DeliveryPath {
  const { status, endpointId, eventType, trigger } = filter
  const tenant: PathColumn = { name: 'tenant_id', type: 'text', values: [tenantId] }
  const owner = ownerOf(tenantId, filter)
  const causes = causesOf(filter)
  if (causes !== undefined)
    return {
      columns: [tenant, causeColumn(causes)],
      condition: LAST_RESULT.hasCause,
      covers: ['statusCode', 'errorCode'],
    }
  if (trigger !== undefined && !trigger.includes('schedule')) {
    const column: PathColumn = { name: TRIGGER, type: 'attempt_trigger', values: trigger }
    return { columns: [tenant, column], condition: `${TRIGGER} <> 'schedule'`, covers: ['trigger'] }
  }
  if (status !== undefined && !status.includes('succeeded')) {
    const columns = [owner, statusColumn(status)]
    return { columns, condition: "status <> 'succeeded'", covers: ['status', 'endpointId'] }
  }
  if (endpointId !== undefined || eventType === undefined) return { columns: [owner], covers: ['endpointId'] }
  return {
    columns: [tenant, { name: 'event_type', type: 'text', values: eventType }],
    covers: ['eventType'],
  }
}

function pathByEnd(tenantId: TenantId, filter: DeliveryFilter): DeliveryPath {
  const covers = ['finishedFrom', 'finishedTo'] as const
  const causes = causesOf(filter)
  if (causes !== undefined) {
    const columns = [{ name: 'tenant_id', type: 'text' as const, values: [tenantId] }, causeColumn(causes)]
    const condition = `finished_at IS NOT NULL AND ${LAST_RESULT.hasCause}`
    return { columns, condition, covers: [...covers, 'statusCode', 'errorCode'] }
  }
  const { status = FINISHED } = filter
  const statuses = FINISHED.filter((one) => status.includes(one))
  return {
    columns: [ownerOf(tenantId, filter), statusColumn(statuses)],
    condition: 'finished_at IS NOT NULL',
    covers: [...covers, 'status', 'endpointId'],
  }
}

function ownerOf(tenantId: TenantId, { endpointId }: DeliveryFilter): PathColumn {
  return endpointId === undefined
    ? { name: 'tenant_id', type: 'text', values: [tenantId] }
    : { name: 'endpoint_id', type: 'text', values: endpointId }
}

function causeColumn(values: readonly string[]): PathColumn {
  return { name: LAST_RESULT.cause, type: 'text', values }
}

function statusColumn(values: readonly DeliveryStatus[]): PathColumn {
  return { name: 'status', type: 'delivery_status', values }
}
