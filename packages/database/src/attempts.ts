import { type Attempt, type AttemptId, type DeliveryId, type Page, type PageQuery } from '@posthorn/contracts'
import { type List, placeOf, toPage } from './cursor.ts'
import type { Database } from './database.ts'
import type { Attempt as AttemptRow } from './generated/client.ts'

type HeaderMap = Record<string, string | string[]>

/** Attempts are listed by their number: the newest first. */
const LIST: List = { name: 'attempt', place: /^\d{1,9}$/ }

/** The attempts of one delivery. The caller has made sure that the delivery is the tenant's. */
export async function listAttempts(
  { prisma }: Database,
  deliveryId: DeliveryId,
  query: PageQuery,
): Promise<Page<Attempt>> {
  const place = placeOf(LIST, query.cursor)
  const rows = await prisma.attempt.findMany({
    where: { deliveryId, ...(place === undefined ? {} : { number: { lt: Number(place) } }) },
    orderBy: { number: 'desc' },
    take: query.limit + 1,
  })
  return toPage(LIST, rows, {
    limit: query.limit,
    toPlace: (row) => String(row.number),
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
  }
}
