import { type DeliveryFilter, firstIdAt, type TenantId } from '@posthorn/contracts'
import { LAST_RESULT, statusCodeCondition } from './delivery-cause.ts'

/** Adds a value to the parameters of a statement and returns its placeholder. */
export type Parameter = (value: unknown) => string

type Conditions = {
  [Field in keyof DeliveryFilter]-?: (
    value: NonNullable<DeliveryFilter[Field]>,
    parameter: Parameter,
  ) => string
}

const CONDITIONS: Conditions = {
  status: (statuses, parameter) => `status = ANY (${parameter(statuses)}::delivery_status[])`,
  endpointId: (ids, parameter) => `endpoint_id = ANY (${parameter(ids)})`,
  eventType: (types, parameter) => `event_type = ANY (${parameter(types)})`,
  statusCode: (codes, parameter) => statusCodeCondition(LAST_RESULT, codes, parameter),
  errorCode: (codes, parameter) => `last_error_code = ANY (${parameter(codes)})`,
  trigger: (triggers, parameter) =>
    `coalesce(last_trigger, trigger) = ANY (${parameter(triggers)}::attempt_trigger[])`,
  from: (from, parameter) => `id >= ${parameter(firstIdAt('delivery', from))}`,
  to: (to, parameter) => `id < ${parameter(firstIdAt('delivery', to))}`,
  finishedFrom: (from, parameter) => `finished_at >= ${parameter(from)}::timestamptz`,
  finishedTo: (to, parameter) => `finished_at < ${parameter(to)}::timestamptz`,
}

/**
 * SQL condition of the deliveries that a filter selects, for rows of `deliveries` that were found by another condition.
 * @param tenantId undefined when the rows are known to be the tenant's
 * @param except fields that the rows already fulfil
 */
export function deliveryConditions(
  filter: DeliveryFilter,
  parameter: Parameter,
  { tenantId, except = [] }: { tenantId?: TenantId | undefined; except?: readonly string[] } = {},
): string {
  const ofTenant = tenantId === undefined ? [] : [`tenant_id = ${parameter(tenantId)}`]
  const ofFields = Object.entries(CONDITIONS).flatMap(([field, condition]) => {
    const value = filter[field as keyof DeliveryFilter]
    if (value === undefined || except.includes(field)) return []
    return (condition as (value: unknown, parameter: Parameter) => string)(value, parameter)
  })
  const all = [...ofTenant, ...ofFields].map((condition) => `(${condition})`)
  return all.length === 0 ? 'true' : all.join(' AND ')
}
