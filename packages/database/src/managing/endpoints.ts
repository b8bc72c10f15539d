import {
  type Endpoint,
  type EndpointChange,
  type EndpointHealthState,
  type EndpointId,
  type EndpointQuery,
  type NewEndpoint,
  type Page,
  RELAY_IDLE_DAYS,
  type TenantId,
  type Transport,
} from '@posthorn/contracts'
import { Prisma } from '../generated/client.ts'
import { assertChangeOfRelay, GATE_OPENS_AT } from '../relaying/relay-row.ts'
import { listOf } from '../sql/cursor.ts'
import { type Database, type PrismaConnection, prismaOf } from '../sql/database.ts'
import { pageOfLargeRows } from '../sql/large-rows-page.ts'
import { omitUndefined } from '../sql/omit-undefined.ts'
import { inPrismaTransaction, type PrismaTransaction } from '../sql/prisma-transaction.ts'
import { dropHeaders, type HeaderChange, replaceHeaders, type SealedHeader } from './endpoint-headers.ts'
import { assertEndpointLimits } from './endpoint-limits.ts'
import { toEndpoint, WHOLE_ENDPOINT } from './endpoint-row.ts'
import { addKeyPairIfNone, type SealedKeyPair, type SigningSecret } from './signing-secrets.ts'

/** In the past, even if the clocks of this process and of the database differ. */
const AT_ONCE = new Date(0)

/**
 * Lock order: new rows, the tenant (trigger).
 * @throws a unique violation when an endpoint with this id exists
 * @throws ProblemError `conflict` when the tenant has too many endpoints
 */
export async function createEndpoint(
  database: Database,
  tenantId: TenantId,
  input: Omit<NewEndpoint, 'headers'> & {
    id: EndpointId
    secrets: SigningSecret[]
    headers: SealedHeader[]
    /** Default: `http` */
    transport?: Transport
  },
): Promise<Endpoint> {
  const { secrets, headers, filter, ...fields } = input
  const isRelay = fields.transport === 'relay'
  const disabledReason = fields.enabled ? null : 'manual'
  return inPrismaTransaction(database, async (transaction) => {
    const row = await transaction.endpoint.create({
      data: {
        ...fields,
        tenantId,
        filter: filter ?? Prisma.DbNull,
        disabledReason,
        secrets: { create: secrets },
        headers: { create: headers },
        gate: { create: isRelay ? { nextAllowedAt: GATE_OPENS_AT } : {} },
      },
      ...WHOLE_ENDPOINT,
    })
    await assertEndpointLimits(transaction, tenantId, {
      isRelay,
      hasFilter: filter !== null,
      eventTypes: fields.eventTypes,
    })
    return toEndpoint(row)
  })
}

export async function findEndpoint(
  database: Database,
  tenantId: TenantId,
  id: EndpointId,
): Promise<Endpoint | undefined> {
  const row = await prismaOf(database).endpoint.findFirst({
    where: { id, tenantId, deletedAt: null },
    ...WHOLE_ENDPOINT,
  })
  return row === null ? undefined : toEndpoint(row)
}

/** The gates of endpoints in each state. */
const GATES: Record<EndpointHealthState, Prisma.EndpointGateWhereInput> = {
  healthy: { circuitOpenedAt: null, failingSince: null },
  failing: { circuitOpenedAt: null, failingSince: { not: null } },
  open: { circuitOpenedAt: { not: null } },
}

/** A page of a tenant's endpoints, which are at most a few ten thousand: a filter needs no index of its own. */
export async function listEndpoints(
  database: Database,
  tenantId: TenantId,
  { status, health, ...query }: EndpointQuery,
): Promise<Page<Endpoint>> {
  const filter = {
    ...(status?.length === 1 ? { enabled: status[0] === 'active' } : {}),
    ...(health === undefined ? {} : { OR: health.map((one) => ({ gate: GATES[one] })) }),
  }
  return pageOfLargeRows(listOf('endpoint'), query, {
    read: (position, take) =>
      prismaOf(database).endpoint.findMany({
        where: {
          tenantId,
          deletedAt: null,
          ...filter,
          ...(position === undefined ? {} : { id: { lt: position } }),
        },
        orderBy: { id: 'desc' },
        take,
        ...WHOLE_ENDPOINT,
      }),
    toPosition: (row) => row.id,
    toItem: toEndpoint,
  })
}

/** The parts of a change that are stored in other tables. */
interface ChangedRows {
  /** Added if the endpoint has no key pair. */
  keyPairIfNone?: SealedKeyPair | undefined
  headers?: HeaderChange | undefined
}

export interface EndpointChangeResult {
  endpoint: Endpoint
  /** Whether headers were deleted because the origin of the URL changed. */
  areHeadersDropped: boolean
}

/**
 * Changes an endpoint. `wakeEndpoint` wakes the deliveries that waited for it to be enabled.
 *
 * The values of its headers are bound to the origin of its URL. When the origin changes, only values in the change remain:
 * otherwise a caller that may not read a value could have it sent elsewhere.
 *
 * Lock order: the endpoint, its gate, its tenant (trigger), secrets and headers. A claim locks the gate first and reads the
 * endpoint without a lock.
 * @returns undefined when the tenant has no endpoint with this id
 * @throws ProblemError `invalid_request` for a kept header without a stored value, or a field that a relay does not have
 */
export async function changeEndpoint(
  database: Database,
  tenantId: TenantId,
  id: EndpointId,
  change: Omit<EndpointChange, 'headers'>,
  { keyPairIfNone, headers }: ChangedRows = {},
): Promise<EndpointChangeResult | undefined> {
  const { enabled, filter, ...fields } = omitUndefined(change)
  const state = enabled === undefined ? {} : { enabled, disabledReason: enabled ? null : 'manual' }
  const written = filter === undefined ? {} : { filter: filter ?? Prisma.DbNull }
  return inPrismaTransaction(database, async (transaction) => {
    const before = await lockedEndpoint(transaction, tenantId, id)
    if (before === undefined) return undefined
    if (before.transport === 'relay') assertChangeOfRelay(fields)
    const movesAway = fields.url !== undefined && !isSameOrigin(before.url, fields.url)
    // After the endpoint's row: a claim that lets a delivery wait locks the gate, then reads the endpoint.
    await transaction.endpointGate.update({
      where: { endpointId: id },
      data: { wakeAt: AT_ONCE, ...healthResetIf(enabled) },
    })
    // `updatedAt` explicitly: without any field Prisma writes nothing.
    const data = { ...fields, ...written, ...state, updatedAt: new Date() }
    await transaction.endpoint.update({ where: { id }, data })
    const { eventTypes } = fields
    if (filter || eventTypes !== undefined) {
      await assertEndpointLimits(transaction, tenantId, { hasFilter: Boolean(filter), eventTypes })
    }
    if (keyPairIfNone !== undefined) await addKeyPairIfNone(transaction, id, keyPairIfNone)
    const dropped = movesAway ? await dropHeaders(transaction, id) : 0
    if (headers !== undefined) await replaceHeaders(transaction, id, headers)
    const row = await transaction.endpoint.findUniqueOrThrow({ where: { id }, ...WHOLE_ENDPOINT })
    return { endpoint: toEndpoint(row), areHeadersDropped: dropped > 0 && headers === undefined }
  })
}

/**
 * Locks the endpoint, so that of two concurrent changes the second sees the URL of the first.
 * @returns undefined when the tenant has no endpoint with this id
 */
async function lockedEndpoint(
  transaction: Pick<PrismaConnection, '$queryRaw'>,
  tenantId: TenantId,
  id: EndpointId,
): Promise<{ url: string; transport: string } | undefined> {
  const [row] = await transaction.$queryRaw<{ url: string; transport: string }[]>`
    SELECT url, transport FROM endpoints WHERE id = ${id} AND tenant_id = ${tenantId} AND deleted_at IS NULL FOR NO KEY UPDATE`
  return row
}

function isSameOrigin(one: string, other: string): boolean {
  return new URL(one).origin === new URL(other).origin
}

/** Enabling an endpoint resets its health. */
function healthResetIf(enabled: boolean | undefined) {
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
    notifyAt: null,
    tellAt: null,
  }
}

/**
 * Deletes an endpoint with its secrets and headers; `wakeEndpoint` cancels its pending deliveries.
 * Lock order: the endpoint, its gate, its tenant (trigger), secrets and headers.
 * @returns false when the tenant has no endpoint with this id
 */
export async function deleteEndpoint(
  database: Database,
  tenantId: TenantId,
  id: EndpointId,
): Promise<boolean> {
  return inPrismaTransaction(database, async (transaction) => {
    if ((await lockedEndpoint(transaction, tenantId, id)) === undefined) return false
    await deleteLocked(transaction, id)
    return true
  })
}

/**
 * Deletes a relay that still has had no listener for a month: one that connects locks the gate, so it is seen behind that lock.
 * Lock order: as `deleteEndpoint`.
 * @returns false when it is gone, or is no longer idle
 */
export async function deleteIdleRelay(
  database: Database,
  tenantId: TenantId,
  id: EndpointId,
): Promise<boolean> {
  return inPrismaTransaction(database, async (transaction) => {
    if ((await lockedEndpoint(transaction, tenantId, id)) === undefined) return false
    const idle = await transaction.$queryRaw<unknown[]>`
      SELECT endpoint_id FROM endpoint_gates
      WHERE endpoint_id = ${id}
        AND coalesce(listened_at < now() - make_interval(days => ${RELAY_IDLE_DAYS}::int), true)
      FOR NO KEY UPDATE`
    if (idle.length === 0) return false
    await deleteLocked(transaction, id)
    return true
  })
}

async function deleteLocked(transaction: PrismaTransaction, id: EndpointId): Promise<void> {
  await transaction.endpointGate.update({ where: { endpointId: id }, data: { wakeAt: AT_ONCE } })
  await transaction.endpoint.update({ where: { id }, data: { deletedAt: new Date(), enabled: false } })
  await transaction.endpointSecret.deleteMany({ where: { endpointId: id } })
  await transaction.endpointHeader.deleteMany({ where: { endpointId: id } })
}
