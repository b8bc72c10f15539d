import type { DeliveryFilter } from '@posthorn/contracts'
import { DELIVERY_ERROR_CODES } from '@posthorn/webhook'

/** The result of an attempt in a table, and the index by it. */
export interface CauseColumns {
  statusCode: string
  errorCode: string
  /** SQL of the failure: its error code, or its status. As in the index. */
  cause: string
  /** SQL condition of the rows in the index: failed attempts. */
  hasCause: string
}

function causeColumns(statusCode: string, errorCode: string): CauseColumns {
  return {
    statusCode,
    errorCode,
    cause: `coalesce(${errorCode}, ${statusCode}::text)`,
    hasCause: `(${errorCode} IS NOT NULL OR ${statusCode} < 200 OR ${statusCode} > 299)`,
  }
}

/** The last attempt of a delivery, in `deliveries`. */
export const LAST_RESULT = causeColumns('last_status_code', 'last_error_code')
/** An attempt, in `attempts`. */
export const RESULT = causeColumns('status_code', 'error_code')

type StatusCodes = NonNullable<DeliveryFilter['statusCode']>

/** The first digits of the classes among the values of a `statusCode` filter: 5 for `5xx`. */
function classesOf(statusCodes: StatusCodes): number[] {
  return statusCodes.filter((one) => one.endsWith('xx')).map((one) => Number(one[0]))
}

/** The codes among the values of a `statusCode` filter. */
function codesOf(statusCodes: StatusCodes): number[] {
  return statusCodes.filter((one) => /^\d+$/.test(one)).map(Number)
}

/**
 * The causes that a filter selects, every code of a class included.
 * @returns undefined without a filter by cause, and for one that selects successes, which no index by cause has
 */
export function causesOf({
  statusCode,
  errorCode,
}: Pick<DeliveryFilter, 'statusCode' | 'errorCode'>): string[] | undefined {
  if (statusCode === undefined) return errorCode
  const codes = [
    ...codesOf(statusCode),
    ...classesOf(statusCode).flatMap((first) => Array.from({ length: 100 }, (_, rest) => 100 * first + rest)),
  ]
  if (codes.some((code) => code >= 200 && code <= 299)) return undefined
  // An attempt has a status or an error code, not both.
  if (errorCode !== undefined) return statusCode.includes('none') ? errorCode : []
  const withoutReply = statusCode.includes('none') ? DELIVERY_ERROR_CODES : []
  return [...new Set([...codes.map(String), ...withoutReply])]
}

/**
 * SQL condition of a `statusCode` filter.
 * @param parameter adds a value to the parameters of the statement
 */
export function statusCodeCondition(
  { statusCode, errorCode }: CauseColumns,
  codes: StatusCodes,
  parameter: (value: unknown) => string,
): string {
  const ofReply = `${statusCode} = ANY (${parameter(codesOf(codes))}::int[])
      OR ${statusCode} / 100 = ANY (${parameter(classesOf(codes))}::int[])`
  return codes.includes('none') ? `${ofReply} OR ${errorCode} IS NOT NULL` : ofReply
}
