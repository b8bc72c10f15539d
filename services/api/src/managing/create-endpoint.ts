import { randomBytes } from 'node:crypto'
import {
  type CreatedEndpoint,
  type EndpointId,
  type NewEndpoint,
  ProblemError,
  type TenantId,
} from '@posthorn/contracts'
import {
  findCurrentSecret,
  findEndpoint,
  isUniqueViolation,
  rowOfSecret,
  createEndpoint as storeEndpoint,
} from '@posthorn/database'
import { generateSigningSecret } from '@posthorn/webhook'
import type { FastifyRequest } from 'fastify'
import type { Dependencies } from '../dependencies.ts'
import { idOfCreated } from '../http/id-of-created.ts'
import { normalizeEndpointUrl } from './endpoint-url.ts'
import { sealHeaders } from './seal-headers.ts'
import { newKeyPair, sealSecret } from './seal-secret.ts'

type EndpointDependencies = Pick<Dependencies, 'config' | 'addressRanges' | 'database' | 'secretBox'>

/**
 * Creates an endpoint, or finds the one that an earlier attempt of the same request created.
 * @throws ProblemError `invalid_request` for its URL, `conflict` when the tenant has too many
 */
export async function createEndpoint(
  dependencies: EndpointDependencies,
  tenant: TenantId,
  { headers, ...fields }: NewEndpoint,
  request: FastifyRequest,
): Promise<CreatedEndpoint> {
  const { config, addressRanges, database, secretBox } = dependencies
  const id = idOfCreated('endpoint', 'endpoint', request)
  const secret = generateSigningSecret(randomBytes)
  const keyPair = fields.signatures.includes('ed25519') ? [newKeyPair(secretBox, id)] : []
  try {
    const endpoint = await storeEndpoint(database, tenant, {
      ...fields,
      id,
      url: normalizeEndpointUrl(fields.url, { allowHttp: config.ALLOW_HTTP_ENDPOINTS, addressRanges }),
      headers: sealHeaders(secretBox, id, headers).sealed,
      secrets: [{ ...sealSecret(secretBox, id, secret), kind: 'hmac' }, ...keyPair],
    })
    return { ...endpoint, secret }
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    return findCreatedEndpoint(dependencies, tenant, id)
  }
}

/** Its current state, with its current secret. */
async function findCreatedEndpoint(
  { database, secretBox }: EndpointDependencies,
  tenant: TenantId,
  id: EndpointId,
): Promise<CreatedEndpoint> {
  const endpoint = await findEndpoint(database, tenant, id)
  const secret = await findCurrentSecret(database, tenant, id)
  if (endpoint === undefined || secret === undefined) {
    throw new ProblemError(
      'conflict',
      `This request created the endpoint ${id}, which has been deleted since. To create another, use a new Idempotency-Key.`,
    )
  }
  return { ...endpoint, secret: secretBox.open(secret.sealed, rowOfSecret(id, secret.id)) }
}
