import type { EndpointId, TenantId } from '@posthorn/contracts'
import type { Database } from '../sql/database.ts'

/** Whether each endpoint is enabled; ids that are not endpoints of the tenant are left out. */
export async function findReplayTargets(
  { prisma }: Database,
  tenantId: TenantId,
  ids: readonly EndpointId[],
): Promise<Map<string, { enabled: boolean }>> {
  const rows = await prisma.endpoint.findMany({
    where: { tenantId, deletedAt: null, id: { in: [...ids] } },
    select: { id: true, enabled: true },
  })
  return new Map(rows.map(({ id, enabled }) => [id, { enabled }]))
}
