import { type Attempt, type AttemptId, type DeliveryId, type Page, type PageQuery } from '@posthorn/contracts'
import type { Attempt as AttemptRow } from '../generated/client.ts'
import type { List } from '../sql/cursor.ts'
import { type Database, prismaOf } from '../sql/database.ts'
import { pageOfLargeRows } from '../sql/large-rows-page.ts'

type HeaderMap = Record<string, string | string[]>

/** By number, newest first. */
const LIST: List = { name: 'attempt', position: /^\d{1,9}$/ }

/** The attempts of one delivery. The caller has checked that the delivery belongs to the tenant. */
export async function listAttempts(
  database: Database,
  deliveryId: DeliveryId,
  query: PageQuery,
): Promise<Page<Attempt>> {
  return pageOfLargeRows(LIST, query, {
    read: (position, take) =>
      prismaOf(database).attempt.findMany({
        where: { deliveryId, ...(position === undefined ? {} : { number: { lt: Number(position) } }) },
        orderBy: { number: 'desc' },
        take,
      }),
    toPosition: (row) => String(row.number),
    toItem: toAttempt,
  })
}

function toAttempt(row: AttemptRow): Attempt {
  return {
    id: row.id as AttemptId,
    number: row.number,
    trigger: row.trigger,
    startedAt: row.startedAt.toISOString(),
    durationMs: row.durationMs,
    requestHeaders: row.requestHeaders as HeaderMap,
    statusCode: row.statusCode,
    responseHeaders: row.responseHeaders as HeaderMap | null,
    responseBody: row.responseBody === null ? null : Buffer.from(row.responseBody).toString('utf8'),
    responseBodyTruncated: row.responseBodyTruncated,
    errorCode: row.errorCode,
    result: row.result,
    expired: row.contentRemovedAt !== null,
  }
}
