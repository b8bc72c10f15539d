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
import type { Endpoint as EndpointRow, EndpointGate as GateRow } from './generated/client.ts'
import {
  addKeyPairIfNone,
  KEY_PAIRS,
  livePublicKeys,
  type SealedKeyPair,
  type SigningSecret,
} from './signing-secrets.ts'

const WITH_GATE = { include: { gate: true, secrets: KEY_PAIRS } } as const
/** A time that has come, whatever the clocks of this process and of the database say. */
const AT_ONCE = new Date(0)

export async function createEndpoint(
  { prisma }: Database,
  tenantId: TenantId,
  input: NewEndpoint & { id: EndpointId; secrets: SigningSecret[] },
): Promise<Endpoint> {
  const { secrets, ...fields } = input
  const disabledReason = fields.enabled ? null : 'manual'
  const row = await prisma.endpoint.create({
    data: { ...fields, tenantId, disabledReason, secrets: { create: secrets }, gate: { create: {} } },
    ...WITH_GATE,
  })
  return toEndpoint(row)
}

export async function findEndpoint(
  { prisma }: Database,
  tenantId: TenantId,
  id: EndpointId,
): Promise<Endpoint | undefined> {
  const row = await prisma.endpoint.findFirst({ where: { id, tenantId, deletedAt: null }, ...WITH_GATE })
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
    ...WITH_GATE,
  })
  return toPageById(listOf('endpoint'), rows, { limit: query.limit, toItem: toEndpoint })
}

/**
 * Changes an endpoint. What waited for it to be enabled is woken by the sweeper (`wakeEndpoint`), however much it is.
 * @param keyPairIfNone for an endpoint that is to sign with a key pair; one that has a pair keeps it
 */
export async function changeEndpoint(
  { prisma }: Database,
  tenantId: TenantId,
  id: EndpointId,
  change: EndpointChange,
  keyPairIfNone?: SealedKeyPair,
): Promise<Endpoint | undefined> {
  const { enabled, ...fields } = definedOf(change)
  const state = enabled === undefined ? {} : { enabled, disabledReason: enabled ? null : 'manual' }
  return prisma.$transaction(async (transaction) => {
    const { count } = await transaction.endpoint.updateMany({
      where: { id, tenantId, deletedAt: null },
      data: { ...fields, ...state },
    })
    if (count === 0) return undefined
    if (keyPairIfNone !== undefined) await addKeyPairIfNone(transaction, id, keyPairIfNone)
    // After the endpoint's own row: whoever lets a delivery wait holds the gate, and reads the endpoint after that.
    await transaction.endpointGate.update({
      where: { endpointId: id },
      data: { wakeAt: AT_ONCE, ...freshIf(enabled) },
    })
    return toEndpoint(await transaction.endpoint.findUniqueOrThrow({ where: { id }, ...WITH_GATE }))
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

/** Deletes an endpoint with its secrets; the sweeper cancels what was on its way to it. False when there is none. */
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
    await transaction.endpointGate.update({ where: { endpointId: id }, data: { wakeAt: AT_ONCE } })
    return true
  })
}

type EndpointWithGate = EndpointRow & {
  gate: GateRow | null
  secrets: Parameters<typeof livePublicKeys>[0]
}

function toEndpoint(row: EndpointWithGate): Endpoint {
  return {
    id: row.id as EndpointId,
    url: row.url,
    description: row.description,
    eventTypes: row.eventTypes,
    enabled: row.enabled,
    timeoutSeconds: row.timeoutSeconds,
    retrySchedule: row.retrySchedule,
    retryOn: row.retryOn as RetryOn,
    rateLimitPerSecond: row.rateLimitPerSecond,
    maxInFlight: row.maxInFlight,
    payloadFormat: row.payloadFormat as PayloadFormat,
    signatures: row.signatures as SignatureScheme[],
    publicKeys: livePublicKeys(row.secrets),
    metadata: row.metadata as Endpoint['metadata'],
    status: row.enabled ? 'active' : 'disabled',
    disabledReason: row.disabledReason as Endpoint['disabledReason'],
    health: toHealth(row.gate),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}

function toHealth(gate: GateRow | null): Endpoint['health'] {
  const timeOf = (time: Date | null | undefined) => time?.toISOString() ?? null
  return {
    circuit: gate?.circuitOpenedAt ? 'open' : 'closed',
    reason: gate?.circuitReason ?? null,
    openedAt: timeOf(gate?.circuitOpenedAt),
    nextProbeAt: timeOf(gate?.probeAt),
    lastSuccessAt: timeOf(gate?.lastSuccessAt),
    failingSince: timeOf(gate?.failingSince),
  }
}
