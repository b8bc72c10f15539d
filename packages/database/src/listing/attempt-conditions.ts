import type { AttemptQuery } from '@posthorn/contracts'
import { RESULT, statusCodeCondition } from './delivery-cause.ts'
import type { Parameter } from './delivery-conditions.ts'

type AttemptFilter = Omit<AttemptQuery, 'limit' | 'cursor' | 'from' | 'to'>

/** Whether a filter of attempts has conditions on their deliveries. */
export function readsDeliveries({ status, eventType, finishedFrom, finishedTo }: AttemptFilter): boolean {
  return [status, eventType, finishedFrom, finishedTo].some((value) => value !== undefined)
}

/**
 * SQL condition of the attempts that a filter selects, for rows of `scanned`, and a join of what it needs of their deliveries.
 * @param options.isByCause whether the rows already have the status or error code
 */
export function attemptConditions(
  filter: AttemptFilter,
  parameter: Parameter,
  { isByCause }: { isByCause: boolean },
): { condition: string; ofDelivery: string } {
  const { status, endpointId, eventType, statusCode, errorCode, trigger, finishedFrom, finishedTo } = filter
  const ofAttempt = [
    endpointId && `endpoint_id = ANY (${parameter(endpointId)})`,
    trigger && `trigger = ANY (${parameter(trigger)}::attempt_trigger[])`,
    isByCause ? undefined : statusCode && statusCodeCondition(RESULT, statusCode, parameter),
    isByCause ? undefined : errorCode && `error_code = ANY (${parameter(errorCode)})`,
  ]
  const ofDelivery = [
    status && `d.status = ANY (${parameter(status)}::delivery_status[])`,
    eventType && `d.event_type = ANY (${parameter(eventType)})`,
    finishedFrom && `d.finished_at >= ${parameter(finishedFrom)}::timestamptz`,
    finishedTo && `d.finished_at < ${parameter(finishedTo)}::timestamptz`,
  ]
  const all = [...ofAttempt, ...ofDelivery].filter((condition) => condition !== undefined)
  return {
    condition: all.length === 0 ? 'true' : all.map((condition) => `(${condition})`).join(' AND '),
    ofDelivery: readsDeliveries(filter) ? JOINED_DELIVERY : '',
  }
}

const JOINED_DELIVERY = `LEFT JOIN LATERAL (
        SELECT status, event_type, finished_at FROM deliveries WHERE id = scanned.delivery_id LIMIT 1
      ) AS d ON true`
