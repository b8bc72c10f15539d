import type {
  Endpoint,
  EndpointChange,
  EndpointId,
  NewEndpoint,
  Page,
  PageQuery,
  TenantId,
} from '@posthorn/contracts'
import { Prisma } from '../generated/client.ts'
import { listOf } from '../sql/cursor.ts'
import type { Database } from '../sql/database.ts'
import { pageOfLargeRows } from '../sql/large-rows-page.ts'
import { omitUndefined } from '../sql/omit-undefined.ts'
import { dropHeaders, type HeaderChange, replaceHeaders, type SealedHeader } from './endpoint-headers.ts'
import { assertEndpointLimits } from './endpoint-limits.ts'
import { toEndpoint, WHOLE_ENDPOINT } from './endpoint-row.ts'
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
    await assertEndpointLimits(transaction, tenantId, {
      hasFilter: filter !== null,
      eventTypes: fields.eventTypes,
    })
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
  return pageOfLargeRows(listOf('endpoint'), query, {
    read: (place, take) =>
      prisma.endpoint.findMany({
        where: { tenantId, deletedAt: null, ...(place === undefined ? {} : { id: { lt: place } }) },
        orderBy: { id: 'desc' },
        take,
        ...WHOLE_ENDPOINT,
      }),
    toPlace: (row) => row.id,
    toItem: toEndpoint,
  })
}

/** What belongs to a change of an endpoint and lies in rows of its own. */
interface ChangedRows {
  /** For an endpoint that is to sign with a key pair; one that has a pair keeps it. */
  keyPairIfNone?: SealedKeyPair | undefined
  headers?: HeaderChange | undefined
}

export interface EndpointChangeResult {
  endpoint: Endpoint
  /** Whether it had headers, and lost them because its URL leads to another origin. */
  areHeadersDropped: boolean
}

/**
 * Changes an endpoint. What waited for it to be enabled is woken by the sweeper (`wakeEndpoint`), however much it is.
 *
 * The values of its headers are for the origin that they were written for. When the URL's origin changes, only values that
 * come with the change are kept: nobody who may not read a value can have it sent elsewhere.
 * @returns undefined when the tenant has no such endpoint
 * @throws ProblemError `invalid_request` for a header whose value is to be kept and is not there
 */
export async function changeEndpoint(
  { prisma }: Database,
  tenantId: TenantId,
  id: EndpointId,
  change: Omit<EndpointChange, 'headers'>,
  { keyPairIfNone, headers }: ChangedRows = {},
): Promise<EndpointChangeResult | undefined> {
  const { enabled, filter, ...fields } = omitUndefined(change)
  const state = enabled === undefined ? {} : { enabled, disabledReason: enabled ? null : 'manual' }
  const written = filter === undefined ? {} : { filter: filter ?? Prisma.DbNull }
  return prisma.$transaction(async (transaction) => {
    const before = fields.url === undefined ? undefined : await lockedUrl(transaction, tenantId, id)
    const movesAway = before !== undefined && fields.url !== undefined && !isSameOrigin(before, fields.url)
    const { count } = await transaction.endpoint.updateMany({
      where: { id, tenantId, deletedAt: null },
      // Named here, because without any field Prisma writes nothing, and then nothing holds the row for what follows.
      data: { ...fields, ...written, ...state, updatedAt: new Date() },
    })
    if (count === 0) return undefined
    const { eventTypes } = fields
    if (filter || eventTypes !== undefined) {
      await assertEndpointLimits(transaction, tenantId, { hasFilter: Boolean(filter), eventTypes })
    }
    if (keyPairIfNone !== undefined) await addKeyPairIfNone(transaction, id, keyPairIfNone)
    const dropped = movesAway ? await dropHeaders(transaction, id) : 0
    if (headers !== undefined) await replaceHeaders(transaction, id, headers)
    // After the endpoint's own row: whoever lets a delivery wait holds the gate, and reads the endpoint after that.
    await transaction.endpointGate.update({
      where: { endpointId: id },
      data: { wakeAt: AT_ONCE, ...freshIf(enabled) },
    })
    const row = await transaction.endpoint.findUniqueOrThrow({ where: { id }, ...WHOLE_ENDPOINT })
    return { endpoint: toEndpoint(row), areHeadersDropped: dropped > 0 && headers === undefined }
  })
}

/** Locked first, as by the update that follows: of two changes at once, the second sees the URL of the first. */
async function lockedUrl(
  transaction: Pick<Database['prisma'], '$queryRaw'>,
  tenantId: TenantId,
  id: EndpointId,
): Promise<string | undefined> {
  const [row] = await transaction.$queryRaw<{ url: string }[]>`
    SELECT url FROM endpoints WHERE id = ${id} AND tenant_id = ${tenantId} AND deleted_at IS NULL FOR NO KEY UPDATE`
  return row?.url
}

function isSameOrigin(one: string, other: string): boolean {
  return new URL(one).origin === new URL(other).origin
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
