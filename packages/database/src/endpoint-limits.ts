import { ProblemError, type TenantId } from '@posthorn/contracts'
import type { Database } from './database.ts'
import { Prisma } from './generated/client.ts'

/** Endpoints that a tenant may have: all of them are looked at for each of its events. */
const ENDPOINTS_MAX = 20_000
/** Of them, those with a filter: each costs time with every event of its types. */
const FILTERS_MAX = 1000

/**
 * The writing of an endpoint holds its tenant's row (`renew_rules_version`), so of many at once each counts what the ones
 * before it have written.
 * @throws ProblemError `conflict` when the tenant has too many, together with the one that was written
 */
export async function assertEndpointLimits(
  transaction: Pick<Database['prisma'], 'endpoint'>,
  tenantId: TenantId,
  { hasFilter }: { hasFilter: boolean },
): Promise<void> {
  const count = (where: Prisma.EndpointWhereInput, max: number) =>
    transaction.endpoint.count({ where: { tenantId, deletedAt: null, ...where }, take: max + 1 })
  if ((await count({}, ENDPOINTS_MAX)) > ENDPOINTS_MAX) {
    throw new ProblemError(
      'conflict',
      `The tenant has ${ENDPOINTS_MAX} endpoints, the most there may be. Delete one first.`,
    )
  }
  if (hasFilter && (await count({ filter: { not: Prisma.DbNull } }, FILTERS_MAX)) > FILTERS_MAX) {
    throw new ProblemError(
      'conflict',
      `The tenant has ${FILTERS_MAX} endpoints with a filter, the most there may be. Set the filter of one to null first, ` +
        'or tell events apart by their types.',
    )
  }
}
