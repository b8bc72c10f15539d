import type { TenantId } from '@posthorn/contracts'
import { run, type Sql } from '../sql/sql.ts'
import { type CauseColumns, LAST_RESULT, RESULT } from './delivery-cause.ts'

/** More causes than this are reduced to those that occur. */
const CAUSES_MAX = 10

function statementOf(table: string, { cause, hasCause }: CauseColumns, condition: string) {
  return {
    name: `find-present-causes-of-${table}`,
    text: `
    SELECT given.cause FROM unnest($2::text[]) AS given (cause) CROSS JOIN LATERAL (
      SELECT FROM ${table}
      WHERE ${condition} AND ${hasCause} AND (tenant_id, ${cause}) >= ($1, given.cause) AND (tenant_id, ${cause}) <= ($1, given.cause)
      ORDER BY tenant_id, ${cause}, id LIMIT 1
    ) AS present`,
  }
}

const FIND = {
  deliveries: statementOf('deliveries', LAST_RESULT, 'true'),
  attempts: statementOf('attempts', RESULT, 'tenant_id IS NOT NULL'),
}

/** Of many causes, such as every status of a class, few occur: one index probe for each finds them. */
export async function presentCauses(
  sql: Sql,
  table: keyof typeof FIND,
  tenantId: TenantId,
  causes: readonly string[],
): Promise<readonly string[]> {
  if (causes.length <= CAUSES_MAX) return causes
  const rows = await run<{ cause: string }>(sql, FIND[table], [tenantId, causes])
  return rows.map(({ cause }) => cause)
}
