import { type EndpointId, ProblemError } from '@posthorn/contracts'
import type { Prisma } from '../generated/client.ts'
import type { Database } from '../sql/database.ts'

/** A header of an endpoint as it lies in the database: its value opens only in its own row (`boundTo` of packages/secrets). */
export interface SealedHeader {
  name: string
  sealed: Uint8Array<ArrayBuffer>
}

/** Names the row that a header's value belongs to, for the box that seals it. No two differ in case alone. */
export function rowOfHeader(owner: EndpointId, name: string): string {
  return `${owner}/headers/${name.toLowerCase()}`
}

/** SQL of the columns of {@link HeaderColumns}, `en` being the endpoint's row. */
export const HEADER_COLUMNS = `
  ARRAY(SELECT h.name FROM endpoint_headers h WHERE h.endpoint_id = en.id ORDER BY h.name) AS "headerNames",
  ARRAY(SELECT h.sealed FROM endpoint_headers h WHERE h.endpoint_id = en.id ORDER BY h.name) AS "sealedHeaders"`

export interface HeaderColumns {
  headerNames: string[]
  sealedHeaders: SealedHeader['sealed'][]
}

export function headersOf({ headerNames, sealedHeaders }: HeaderColumns): SealedHeader[] {
  return headerNames.flatMap((name, index) => {
    const sealed = sealedHeaders[index]
    return sealed === undefined ? [] : [{ name, sealed }]
  })
}

/** What is read of an endpoint's headers with the endpoint: never their values. */
export const HEADER_NAMES = {
  select: { name: true },
  orderBy: { name: 'asc' },
} as const satisfies Prisma.Endpoint$headersArgs

/** The headers that an endpoint is to have, in the place of those that it has. */
export interface HeaderChange {
  /** With values of their own. */
  sealed: SealedHeader[]
  /** With the value that is there. */
  keptNames: string[]
}

const NOTHING_TO_KEEP =
  'has no value that could be kept: there is none, or it was for another origin. Send the value itself'

/** Takes an endpoint's headers away, and says how many there were. The caller holds the endpoint's row. */
export async function dropHeaders(
  transaction: Pick<Database['prisma'], 'endpointHeader'>,
  endpointId: EndpointId,
): Promise<number> {
  return (await transaction.endpointHeader.deleteMany({ where: { endpointId } })).count
}

/**
 * Replaces the headers of an endpoint. The caller holds the endpoint's row.
 * @throws ProblemError `invalid_request` for a value that is to be kept and is not there
 */
export async function replaceHeaders(
  transaction: Pick<Database['prisma'], 'endpointHeader'>,
  endpointId: EndpointId,
  { sealed, keptNames }: HeaderChange,
): Promise<void> {
  const stored = await transaction.endpointHeader.findMany({ where: { endpointId } })
  const kept = keptNames.map((name) => {
    const row = stored.find((one) => rowOfHeader(endpointId, one.name) === rowOfHeader(endpointId, name))
    return { name, sealed: row?.sealed }
  })
  const errors = kept
    .filter((header) => header.sealed === undefined)
    .map(({ name }) => ({ path: `headers.${name}`, message: NOTHING_TO_KEEP }))
  if (errors.length > 0) {
    const detail = errors.map(({ path, message }) => `${path}: ${message}`).join('; ')
    throw new ProblemError('invalid_request', detail, { errors })
  }
  await transaction.endpointHeader.deleteMany({ where: { endpointId } })
  const rows = [...sealed, ...kept].flatMap((header) =>
    header.sealed === undefined ? [] : [{ endpointId, name: header.name, sealed: header.sealed }],
  )
  await transaction.endpointHeader.createMany({ data: rows })
}
