import { type EndpointId, ProblemError } from '@posthorn/contracts'
import type { Prisma } from '../generated/client.ts'
import type { PrismaConnection } from '../sql/database.ts'

/** A stored header: its encrypted value is bound to its row (`boundTo` of packages/secrets). */
export interface SealedHeader {
  name: string
  sealed: Uint8Array<ArrayBuffer>
}

/** The row that a header's value is bound to. Names that differ only in case are the same. */
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

/** Reads the names of an endpoint's headers with the endpoint, never their values. */
export const HEADER_NAMES = {
  select: { name: true },
  orderBy: { name: 'asc' },
} as const satisfies Prisma.Endpoint$headersArgs

/** The new headers of an endpoint, which replace all current ones. */
export interface HeaderChange {
  /** With new values. */
  sealed: SealedHeader[]
  /** With their current values. */
  keptNames: string[]
}

const NOTHING_TO_KEEP =
  'has no value that could be kept: there is none, or it was for another origin. Send the value itself'

/** Deletes an endpoint's headers and returns their number. The caller has locked the endpoint. */
export async function dropHeaders(
  transaction: Pick<PrismaConnection, 'endpointHeader'>,
  endpointId: EndpointId,
): Promise<number> {
  return (await transaction.endpointHeader.deleteMany({ where: { endpointId } })).count
}

/**
 * Replaces the headers of an endpoint. The caller has locked the endpoint.
 * @throws ProblemError `invalid_request` for a kept name without a stored value
 */
export async function replaceHeaders(
  transaction: Pick<PrismaConnection, 'endpointHeader'>,
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
