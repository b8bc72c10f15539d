import { ProblemError, RELAYS_MAX, type TenantId } from '@posthorn/contracts'
import { Prisma } from '../generated/client.ts'
import type { PrismaConnection } from '../sql/database.ts'

/** Endpoints of a tenant: each of its events is matched against all of them. */
const ENDPOINTS_MAX = 20_000
/** Endpoints with a filter: each costs time for every event of its types. */
const FILTERS_MAX = 1000
/** Event types of all endpoints together: each process that accepts events caches them. */
const EVENT_TYPES_MAX = 100_000
/** An endpoint may always have this many, so the total is at most twice EVENT_TYPES_MAX. */
const EVENT_TYPES_FREE = EVENT_TYPES_MAX / ENDPOINTS_MAX

/**
 * Call it after writing the endpoint: the trigger `renew_rules_version` has locked the tenant's row then, so concurrent writers
 * run one after the other and each counts what the previous ones wrote.
 * @throws ProblemError `conflict` when the tenant has too many endpoints, including the written one
 */
export async function assertEndpointLimits(
  transaction: Pick<PrismaConnection, 'endpoint' | '$queryRaw'>,
  tenantId: TenantId,
  {
    isRelay = false,
    hasFilter,
    eventTypes = [],
  }: { isRelay?: boolean; hasFilter: boolean; eventTypes?: readonly string[] | undefined },
): Promise<void> {
  const count = (where: Prisma.EndpointWhereInput, max: number) =>
    transaction.endpoint.count({ where: { tenantId, deletedAt: null, ...where }, take: max + 1 })
  if ((await count({}, ENDPOINTS_MAX)) > ENDPOINTS_MAX) {
    throw new ProblemError(
      'conflict',
      `Expected at most ${ENDPOINTS_MAX} endpoints in a tenant. Delete one first.`,
    )
  }
  if (isRelay && (await count({ transport: 'relay' }, RELAYS_MAX)) > RELAYS_MAX) {
    throw new ProblemError('conflict', `Expected at most ${RELAYS_MAX} relays in a tenant. Delete one first.`)
  }
  if (hasFilter && (await count({ filter: { not: Prisma.DbNull } }, FILTERS_MAX)) > FILTERS_MAX) {
    throw new ProblemError(
      'conflict',
      `Expected at most ${FILTERS_MAX} endpoints with a filter in a tenant. Set the filter of one to null first, ` +
        'or distinguish events by their types.',
    )
  }
  if (
    eventTypes.length > EVENT_TYPES_FREE &&
    (await countEventTypes(transaction, tenantId)) > EVENT_TYPES_MAX
  ) {
    throw new ProblemError(
      'conflict',
      `Expected at most ${EVENT_TYPES_MAX} event types in all endpoints of a tenant together. Name at most ` +
        `${EVENT_TYPES_FREE} for this endpoint, or a prefix with ".*" instead of many types.`,
    )
  }
}

async function countEventTypes(
  transaction: Pick<PrismaConnection, '$queryRaw'>,
  tenantId: TenantId,
): Promise<number> {
  const [row] = await transaction.$queryRaw<{ count: number }[]>`
    SELECT coalesce(sum(cardinality(event_types)), 0)::int AS count FROM endpoints
    WHERE tenant_id = ${tenantId} AND deleted_at IS NULL`
  return row?.count ?? 0
}
