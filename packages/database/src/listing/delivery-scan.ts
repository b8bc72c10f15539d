import { type DeliveryFilter, firstIdAt, type TenantId } from '@posthorn/contracts'
import { LAST_ID } from '../sql/along-index.ts'
import { type List, listOf } from '../sql/cursor.ts'
import { deliveryConditions, type Parameter } from './delivery-conditions.ts'
import { type DeliveryPath, isByEnd } from './delivery-path.ts'

/** Deliveries by the time they finished. A position is that time in milliseconds and the id. */
const BY_END: List = { name: 'finished', position: /^\d{1,15}_dlv_[0-9a-z]{26}$/ }

/** The list of the deliveries that a filter selects, for its cursors: by id, or by when they finished. */
export function deliveryListOf(filter: DeliveryFilter): List {
  return isByEnd(filter) ? BY_END : listOf('delivery')
}

/** The position of a delivery in the list of a filter. */
export function positionIn(
  filter: DeliveryFilter,
  { id, finishedAt }: { id: string; finishedAt: Date | null },
): string {
  return isByEnd(filter) ? `${finishedAt?.getTime()}_${id}` : id
}

/** A query of the next rows along an index, newest first, whether or not the rest of the filter selects them. */
export interface DeliveryScan {
  /** SQL query of the columns of `deliveries`, `is_selected`, and `nth`, which counts the rows from 1. */
  text: string
  values: unknown[]
}

/**
 * Reads the next rows of a path. For each of its ranges at most `count` rows are read along the index, then they are merged.
 * Whole rows are compared, so that no other index applies (packages/database/src/sql/along-index.ts).
 * @param position of the last row before these; undefined: from the start
 * @param count number of rows; fewer are the last ones
 */
export function deliveryScan(
  { tenantId, filter, path }: { tenantId: TenantId; filter: DeliveryFilter; path: DeliveryPath },
  { position, count }: { position: string | undefined; count: number },
): DeliveryScan {
  const values: unknown[] = []
  const parameter: Parameter = (value) => `$${values.push(value)}`
  const { names, from, before, covers } = isByEnd(filter)
    ? endRange(filter, position, parameter)
    : idRange(filter, position, parameter)
  const columns = [...path.columns.map(({ name }) => name), ...names]
  const ranges = path.columns.map(
    ({ type, values: of }, index) => `unnest(${parameter(of)}::${type}[]) AS range_${index} (value)`,
  )
  const row = (ends: readonly string[]) =>
    `(${[...ranges.map((_, index) => `range_${index}.value`), ...ends].join(', ')})`
  const descending = (of: readonly string[]) => of.map((name) => `${name} DESC`).join(', ')
  const isOfTenant = path.columns.some(({ name }) => name === 'tenant_id')
  const isSelected = deliveryConditions(filter, parameter, {
    tenantId: isOfTenant ? undefined : tenantId,
    except: [...path.covers, ...covers],
  })
  const text = `
    SELECT *, (${isSelected}) IS TRUE AS is_selected, row_number() OVER (ORDER BY ${descending(names)})::int AS nth
    FROM (
      SELECT one.* FROM ${ranges.join(' CROSS JOIN ')} CROSS JOIN LATERAL (
        SELECT * FROM deliveries
        WHERE ${path.condition ?? 'true'} AND (${columns.join(', ')}) >= ${row(from)} AND (${columns.join(', ')}) < ${row(before)}
        ORDER BY ${descending(columns)} LIMIT ${count}
      ) AS one
      ORDER BY ${descending(names)} LIMIT ${count}
    ) AS scanned`
  return { text, values }
}

/** A range of the last columns of an index, as SQL, and the fields of the filter that it fulfils. */
interface ScanRange {
  names: string[]
  from: string[]
  before: string[]
  covers: (keyof DeliveryFilter)[]
}

function idRange(
  { from, to }: DeliveryFilter,
  position: string | undefined,
  parameter: Parameter,
): ScanRange {
  const end = to === undefined ? LAST_ID : firstIdAt('delivery', to)
  return {
    names: ['id'],
    from: [parameter(from === undefined ? '' : firstIdAt('delivery', from))],
    before: [parameter(position !== undefined && position < end ? position : end)],
    covers: ['from', 'to'],
  }
}

function endRange(
  { finishedFrom, finishedTo }: DeliveryFilter,
  position: string | undefined,
  parameter: Parameter,
): ScanRange {
  const [ms = '', ...id] = position?.split('_') ?? []
  const reachedAt = position === undefined ? undefined : new Date(Number(ms))
  const isBeforeEnd = reachedAt !== undefined && (finishedTo === undefined || reachedAt < finishedTo)
  const time = (value: Date | string) => `${parameter(value)}::timestamptz`
  return {
    names: ['finished_at', 'id'],
    from: [time(finishedFrom ?? '-infinity'), "''"],
    before: isBeforeEnd ? [time(reachedAt), parameter(id.join('_'))] : [time(finishedTo ?? 'infinity'), "''"],
    covers: ['finishedFrom', 'finishedTo'],
  }
}
