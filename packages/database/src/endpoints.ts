import type {
  Endpoint,
  EndpointChange,
  EndpointId,
  NewEndpoint,
  Page,
  PageQuery,
  PayloadFormat,
  RetryOn,
  SignatureScheme,
  TenantId,
} from '@posthorn/contracts'
import { idsOfPage, listOf, toPageById } from './cursor.ts'
import type { Database } from './database.ts'
import { definedOf } from './defined.ts'
import type { Endpoint as EndpointRow } from './generated/client.ts'
import type { SealedSecret } from './sealed-secrets.ts'

export async function createEndpoint(
  { prisma }: Database,
  tenantId: TenantId,
  input: NewEndpoint & { id: EndpointId; secret: SealedSecret },
): Promise<Endpoint> {
  const { secret, ...fields } = input
  const disabledReason = fields.enabled ? null : 'manual'
  const row = await prisma.endpoint.create({
    data: { ...fields, tenantId, disabledReason, secrets: { create: secret } },
  })
  return toEndpoint(row)
}

export async function findEndpoint(
  { prisma }: Database,
  tenantId: TenantId,
  id: EndpointId,
): Promise<Endpoint | undefined> {
  const row = await prisma.endpoint.findFirst({ where: { id, tenantId, deletedAt: null } })
  return row === null ? undefined : toEndpoint(row)
}

export async function listEndpoints(
  { prisma }: Database,
  tenantId: TenantId,
  query: PageQuery,
): Promise<Page<Endpoint>> {
  const rows = await prisma.endpoint.findMany({
    where: { tenantId, deletedAt: null, id: idsOfPage('endpoint', query) },
    orderBy: { id: 'desc' },
    take: query.limit + 1,
  })
  return toPageById(listOf('endpoint'), rows, { limit: query.limit, toItem: toEndpoint })
}

/**
 * Changes an endpoint. Enabling it wakes the deliveries that waited for it; the row of the endpoint is written first,
 * so that a worker that is about to let a delivery wait (`settleUnclaimed`) sees the one or the other.
 */
export async function changeEndpoint(
  { prisma }: Database,
  tenantId: TenantId,
  id: EndpointId,
  change: EndpointChange,
): Promise<Endpoint | undefined> {
  const { enabled, ...fields } = definedOf(change)
  const state = enabled === undefined ? {} : { enabled, disabledReason: enabled ? null : 'manual' }
  return prisma.$transaction(async (transaction) => {
    const { count } = await transaction.endpoint.updateMany({
      where: { id, tenantId, deletedAt: null },
      data: { ...fields, ...state },
    })
    if (count === 0) return undefined
    if (enabled === true) {
      await transaction.$executeRaw`
        UPDATE deliveries SET remind_at = now() WHERE endpoint_id = ${id} AND status = 'pending' AND remind_at IS NULL`
    }
    return toEndpoint(await transaction.endpoint.findUniqueOrThrow({ where: { id } }))
  })
}

/** Deletes an endpoint with its secrets, and cancels what was on its way to it. False when there is none. */
export async function deleteEndpoint(
  { prisma }: Database,
  tenantId: TenantId,
  id: EndpointId,
): Promise<boolean> {
  return prisma.$transaction(async (transaction) => {
    const { count } = await transaction.endpoint.updateMany({
      where: { id, tenantId, deletedAt: null },
      data: { deletedAt: new Date(), enabled: false },
    })
    if (count === 0) return false
    await transaction.endpointSecret.deleteMany({ where: { endpointId: id } })
    await transaction.$executeRaw`
      UPDATE deliveries SET status = 'cancelled', finished_at = now(), next_attempt_at = NULL, remind_at = NULL
      WHERE endpoint_id = ${id} AND status = 'pending'`
    return true
  })
}

function toEndpoint(row: EndpointRow): Endpoint {
  return {
    id: row.id as EndpointId,
    url: row.url,
    description: row.description,
    eventTypes: row.eventTypes,
    enabled: row.enabled,
    timeoutSeconds: row.timeoutSeconds,
    retrySchedule: row.retrySchedule,
    retryOn: row.retryOn as RetryOn,
    payloadFormat: row.payloadFormat as PayloadFormat,
    signatures: row.signatures as SignatureScheme[],
    metadata: row.metadata as Endpoint['metadata'],
    status: row.enabled ? 'active' : 'disabled',
    disabledReason: row.disabledReason as Endpoint['disabledReason'],
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}
