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

/** A time that has come, whatever the clocks of this process and of the database say. */
const AT_ONCE = new Date(0)

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
 * Changes an endpoint. What waited for it to be enabled is woken by the sweeper (`wakeEndpoint`), however much it is.
 */
export async function changeEndpoint(
  { prisma }: Database,
  tenantId: TenantId,
  id: EndpointId,
  change: EndpointChange,
): Promise<Endpoint | undefined> {
  const { enabled, ...fields } = definedOf(change)
  const [row] = await prisma.endpoint.updateManyAndReturn({
    where: { id, tenantId, deletedAt: null },
    data: { ...fields, ...(enabled === undefined ? {} : stateOf(enabled)) },
  })
  return row === undefined ? undefined : toEndpoint(row)
}

function stateOf(enabled: boolean) {
  return enabled
    ? { enabled, disabledReason: null, wakeAt: AT_ONCE }
    : { enabled, disabledReason: 'manual', wakeAt: null }
}

/** Deletes an endpoint with its secrets; the sweeper cancels what was on its way to it. False when there is none. */
export async function deleteEndpoint(
  { prisma }: Database,
  tenantId: TenantId,
  id: EndpointId,
): Promise<boolean> {
  const [{ count }] = await prisma.$transaction([
    prisma.endpoint.updateMany({
      where: { id, tenantId, deletedAt: null },
      data: { deletedAt: new Date(), enabled: false, wakeAt: AT_ONCE },
    }),
    prisma.endpointSecret.deleteMany({ where: { endpointId: id, endpoint: { tenantId } } }),
  ])
  return count === 1
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
