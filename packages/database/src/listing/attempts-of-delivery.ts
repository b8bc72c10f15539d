import type { Attempt, DeliveryId, Page, PageQuery } from '@posthorn/contracts'
import type { List } from '../sql/cursor.ts'
import { type Database, poolOf } from '../sql/database.ts'
import { pageOfLargeRows } from '../sql/large-rows-page.ts'
import { run } from '../sql/sql.ts'
import { ATTEMPT_COLUMNS, type AttemptRow, toAttempt } from './described-attempt.ts'

/** By number, newest first. */
const LIST: List = { name: 'attempt', position: /^\d{1,9}$/ }

const NUMBER_MAX = 2 ** 31 - 1

const READ = {
  name: 'read-attempts-of-delivery',
  text: `
    SELECT ${ATTEMPT_COLUMNS} FROM deliveries d CROSS JOIN LATERAL (
      SELECT * FROM attempts WHERE delivery_id = d.id AND number < $2 ORDER BY delivery_id DESC, number DESC LIMIT $3
    ) AS a
    WHERE d.id = $1 ORDER BY a.number DESC`,
}

/**
 * The attempts of one delivery. The caller has checked that the delivery belongs to the tenant.
 * @param options.showsAddress for operators, who may know where the requests went
 */
export async function listAttemptsOfDelivery(
  database: Database,
  deliveryId: DeliveryId,
  query: PageQuery,
  { showsAddress = false }: { showsAddress?: boolean } = {},
): Promise<Page<Attempt>> {
  return pageOfLargeRows(LIST, query, {
    read: (position, take) =>
      run<AttemptRow>(poolOf(database), READ, [deliveryId, position ?? NUMBER_MAX, take]),
    toPosition: (row) => String(row.number),
    toItem: (row) => toAttempt(row, { showsAddress }),
  })
}
