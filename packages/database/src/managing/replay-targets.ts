import type { EndpointId, TenantId } from '@posthorn/contracts'
import { type Database, prismaOf } from '../sql/database.ts'

/** Whether each endpoint is enabled; ids that are not endpoints of the tenant are left out. */
export async function findReplayTargets(
  database: Database,
  tenantId: TenantId,
  ids: readonly EndpointId[],
): Promise<Map<string, { enabled: boolean }>> {
  const rows = await prismaOf(database).endpoint.findMany({
    where: { tenantId, deletedAt: null, id: { in: [...ids] } },
    select: { id: true, enabled: true },
  })
  return new Map(rows.map(({ id, enabled }) => [id, { enabled }]))
}
