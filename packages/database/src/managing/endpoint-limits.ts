import { ProblemError, type TenantId } from '@posthorn/contracts'
import { Prisma } from '../generated/client.ts'
import type { Database } from '../sql/database.ts'

/** Endpoints that a tenant may have: all of them are looked at for each of its events. */
const ENDPOINTS_MAX = 20_000
/** Of them, those with a filter: each costs time with every event of its types. */
const FILTERS_MAX = 1000
/** Event types that the endpoints name together: each process that takes events keeps them in memory. */
const EVENT_TYPES_MAX = 100_000
/** An endpoint may always have so many: of all endpoints together these are as many again. */
const EVENT_TYPES_FREE = EVENT_TYPES_MAX / ENDPOINTS_MAX

/**
 * The writing of an endpoint holds its tenant's row (`renew_rules_version`), so of many at once each counts what the ones
 * before it have written.
 * @throws ProblemError `conflict` when the tenant has too many, together with the one that was written
 */
export async function assertEndpointLimits(
  transaction: Pick<Database['prisma'], 'endpoint' | '$queryRaw'>,
  tenantId: TenantId,
  { hasFilter, eventTypes = [] }: { hasFilter: boolean; eventTypes?: readonly string[] | undefined },
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
  if (
    eventTypes.length > EVENT_TYPES_FREE &&
    (await countEventTypes(transaction, tenantId)) > EVENT_TYPES_MAX
  ) {
    throw new ProblemError(
      'conflict',
      `The endpoints of the tenant name ${EVENT_TYPES_MAX} event types together, the most there may be. Name at most ` +
        `${EVENT_TYPES_FREE} for this endpoint, or a prefix with ".*" instead of many types.`,
    )
  }
}

async function countEventTypes(
  transaction: Pick<Database['prisma'], '$queryRaw'>,
  tenantId: TenantId,
): Promise<number> {
  const [row] = await transaction.$queryRaw<{ count: number }[]>`
    SELECT coalesce(sum(cardinality(event_types)), 0)::int AS count FROM endpoints
    WHERE tenant_id = ${tenantId} AND deleted_at IS NULL`
  return row?.count ?? 0
}
