import type {
  Endpoint,
  EndpointChange,
  EndpointId,
  NewEndpoint,
  Page,
  PageQuery,
  TenantId,
} from '@posthorn/contracts'
import { idsOfPage, listOf, toPageById } from './cursor.ts'
import type { Database } from './database.ts'
import { definedOf } from './defined.ts'
import { type HeaderChange, replaceHeaders, type SealedHeader } from './endpoint-headers.ts'
import { assertEndpointLimits } from './endpoint-limits.ts'
import { toEndpoint, WHOLE_ENDPOINT } from './endpoint-row.ts'
import { Prisma } from './generated/client.ts'
import { addKeyPairIfNone, type SealedKeyPair, type SigningSecret } from './signing-secrets.ts'

/** A time that has come, whatever the clocks of this process and of the database say. */
const AT_ONCE = new Date(0)

/**
 * @throws a unique violation when there is an endpoint with this id
 * @throws ProblemError `conflict` when the tenant has too many
 */
export async function createEndpoint(
  { prisma }: Database,
  tenantId: TenantId,
  input: Omit<NewEndpoint, 'headers'> & {
    id: EndpointId
    secrets: SigningSecret[]
    headers: SealedHeader[]
  },
): Promise<Endpoint> {
  const { secrets, headers, filter, ...fields } = input
  const disabledReason = fields.enabled ? null : 'manual'
  return prisma.$transaction(async (transaction) => {
    const row = await transaction.endpoint.create({
      data: {
        ...fields,
        tenantId,
        filter: filter ?? Prisma.DbNull,
        disabledReason,
        secrets: { create: secrets },
        headers: { create: headers },
        gate: { create: {} },
      },
      ...WHOLE_ENDPOINT,
    })
    await assertEndpointLimits(transaction, tenantId, { hasFilter: filter !== null })
    return toEndpoint(row)
  })
}

export async function findEndpoint(
  { prisma }: Database,
  tenantId: TenantId,
  id: EndpointId,
): Promise<Endpoint | undefined> {
  const row = await prisma.endpoint.findFirst({ where: { id, tenantId, deletedAt: null }, ...WHOLE_ENDPOINT })
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
    ...WHOLE_ENDPOINT,
  })
  return toPageById(listOf('endpoint'), rows, { limit: query.limit, toItem: toEndpoint })
}

/** What belongs to a change of an endpoint and lies in rows of its own. */
interface ChangedRows {
  /** For an endpoint that is to sign with a key pair; one that has a pair keeps it. */
  keyPairIfNone?: SealedKeyPair | undefined
  headers?: HeaderChange | undefined
}

/** Changes an endpoint. What waited for it to be enabled is woken by the sweeper (`wakeEndpoint`), however much it is. */
export async function changeEndpoint(
  { prisma }: Database,
  tenantId: TenantId,
  id: EndpointId,
  change: Omit<EndpointChange, 'headers'>,
  { keyPairIfNone, headers }: ChangedRows = {},
): Promise<Endpoint | undefined> {
  const { enabled, filter, ...fields } = definedOf(change)
  const state = enabled === undefined ? {} : { enabled, disabledReason: enabled ? null : 'manual' }
  const written = filter === undefined ? {} : { filter: filter ?? Prisma.DbNull }
  return prisma.$transaction(async (transaction) => {
    const { count } = await transaction.endpoint.updateMany({
      where: { id, tenantId, deletedAt: null },
      // Named here, because without any field Prisma writes nothing, and then nothing holds the row for what follows.
      data: { ...fields, ...written, ...state, updatedAt: new Date() },
    })
    if (count === 0) return undefined
    if (filter) await assertEndpointLimits(transaction, tenantId, { hasFilter: true })
    if (keyPairIfNone !== undefined) await addKeyPairIfNone(transaction, id, keyPairIfNone)
    if (headers !== undefined) await replaceHeaders(transaction, id, headers)
    // After the endpoint's own row: whoever lets a delivery wait holds the gate, and reads the endpoint after that.
    await transaction.endpointGate.update({
      where: { endpointId: id },
      data: { wakeAt: AT_ONCE, ...freshIf(enabled) },
    })
    return toEndpoint(await transaction.endpoint.findUniqueOrThrow({ where: { id }, ...WHOLE_ENDPOINT }))
  })
}

/** An endpoint that is enabled by its owner is given the benefit of the doubt. */
function freshIf(enabled: boolean | undefined) {
  if (enabled !== true) return {}
  return {
    recent: [],
    circuitOpenedAt: null,
    circuitReason: null,
    probeAt: null,
    failingSince: null,
    failedAttempts: 0,
    exhaustedDeliveries: 0,
    warnedAt: null,
    tellAt: null,
  }
}

/** Deletes an endpoint with its secrets and headers; the sweeper cancels what was on its way to it. False when there is none. */
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
    await transaction.endpointHeader.deleteMany({ where: { endpointId: id } })
    await transaction.endpointGate.update({ where: { endpointId: id }, data: { wakeAt: AT_ONCE } })
    return true
  })
}
