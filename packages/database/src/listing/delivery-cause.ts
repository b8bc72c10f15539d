import type { DeliveryFilter } from '@posthorn/contracts'
import { DELIVERY_ERROR_CODES } from '@posthorn/webhook'

/** SQL of the failure of a delivery's last attempt: its error code, or its status. The expression of the indexes by cause. */
export const CAUSE = 'coalesce(last_error_code, last_status_code::text)'

/** SQL condition of the rows in the indexes by cause: those whose last attempt has failed. */
export const HAS_CAUSE = '(last_error_code IS NOT NULL OR last_status_code < 200 OR last_status_code > 299)'

type StatusCodes = NonNullable<DeliveryFilter['statusCode']>

/** The first digits of the classes among the values of a `statusCode` filter: 5 for `5xx`. */
export function classesOf(statusCodes: StatusCodes): number[] {
  return statusCodes.filter((one) => one.endsWith('xx')).map((one) => Number(one[0]))
}

/** The codes among the values of a `statusCode` filter. */
export function codesOf(statusCodes: StatusCodes): number[] {
  return statusCodes.filter((one) => /^\d+$/.test(one)).map(Number)
}

/**
 * The causes that a filter selects, every code of a class included.
 * @returns undefined without a filter by cause, and for one that selects successes, which no index by cause has
 */
export function causesOf({ statusCode, errorCode }: DeliveryFilter): string[] | undefined {
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
