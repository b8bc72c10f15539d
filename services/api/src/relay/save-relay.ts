import { randomBytes } from 'node:crypto'
import {
  type CreatedRelay,
  type Endpoint,
  type EndpointId,
  type NewRelay,
  ProblemError,
  type Relay,
  type TenantId,
} from '@posthorn/contracts'
import {
  changeEndpoint,
  createEndpoint,
  findCurrentSecret,
  findEndpoint,
  findLiveSecrets,
  findRelay,
  isUniqueViolation,
  type LiveSecret,
  RELAY_POLICY,
  rowOfSecret,
  type SigningSecret,
  urlOfRelay,
} from '@posthorn/database'
import { generateSigningSecret } from '@posthorn/webhook'
import type { FastifyRequest } from 'fastify'
import type { Dependencies } from '../dependencies.ts'
import { idOfCreated } from '../http/id-of-created.ts'
import { found } from '../http/replies.ts'
import { newKeyPair, sealSecret } from '../managing/seal-secret.ts'

type SaveDependencies = Pick<Dependencies, 'database' | 'secretBox'>

/** A relay that was created or found. */
export interface SavedRelay {
  isNew: boolean
  /** Whether something was written. */
  isChanged: boolean
  relay: CreatedRelay
}

/**
 * Creates a relay, or finds the one with its name. The given subscription applies to both.
 * @throws ProblemError `not_found` for the endpoint to copy, `conflict` when the tenant has too many relays
 */
export async function saveRelay(
  dependencies: SaveDependencies,
  tenant: TenantId,
  input: NewRelay,
  request: FastifyRequest,
): Promise<SavedRelay> {
  const { database } = dependencies
  const existing = await findRelay(database, tenant, input.name)
  if (existing?.id === idOf(request)) return createdBefore(dependencies, tenant, existing, input)
  if (existing !== undefined) return changeRelay(dependencies, tenant, existing, input)
  try {
    return await createRelay(dependencies, tenant, input, request)
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    // Another request with this name was faster.
    const created = found(await findRelay(database, tenant, input.name), 'relay')
    return changeRelay(dependencies, tenant, created, input)
  }
}

function idOf(request: FastifyRequest): EndpointId {
  return idOfCreated('endpoint', 'relay', request)
}

/** An earlier attempt of the same request created it, and died before its reply. */
async function createdBefore(
  { database, secretBox }: SaveDependencies,
  tenant: TenantId,
  relay: Relay,
  { sameSecret }: NewRelay,
): Promise<SavedRelay> {
  const stored = sameSecret === true ? undefined : await findCurrentSecret(database, tenant, relay.id)
  const secret = stored === undefined ? null : secretBox.open(stored.sealed, rowOfSecret(relay.id, stored.id))
  return { isNew: true, isChanged: true, relay: { ...relay, secret } }
}

async function createRelay(
  { database, secretBox }: SaveDependencies,
  tenant: TenantId,
  { name, eventTypes, filter, copyEndpointId, sameSecret }: NewRelay,
  request: FastifyRequest,
): Promise<SavedRelay> {
  const id = idOf(request)
  const copied =
    copyEndpointId === undefined
      ? undefined
      : found(await findEndpoint(database, tenant, copyEndpointId), 'endpoint')
  const secret = generateSigningSecret(randomBytes)
  const policy = policyOf(copied)
  const secrets =
    copied !== undefined && sameSecret === true
      ? resealed(secretBox, id, copied.id, await findLiveSecrets(database, tenant, copied.id))
      : [
          { ...sealSecret(secretBox, id, secret), kind: 'hmac' as const },
          ...(policy.signatures.includes('ed25519') ? [newKeyPair(secretBox, id)] : []),
        ]
  await createEndpoint(database, tenant, {
    ...RELAY_POLICY,
    ...policy,
    retrySchedule: [...RELAY_POLICY.retrySchedule],
    id,
    url: urlOfRelay(name),
    description: '',
    eventTypes: eventTypes ?? policy.eventTypes,
    filter: filter === undefined ? policy.filter : filter,
    enabled: true,
    metadata: {},
    headers: [],
    secrets,
  })
  const relay = found(await findRelay(database, tenant, name), 'relay')
  return { isNew: true, isChanged: true, relay: { ...relay, secret: sameSecret === true ? null : secret } }
}

/** What a relay copies from an endpoint, or its defaults. */
function policyOf(copied: Endpoint | undefined) {
  return {
    eventTypes: copied?.eventTypes ?? ['*'],
    filter: copied?.filter ?? null,
    timeoutSeconds: copied?.timeoutSeconds ?? TIMEOUT_SECONDS,
    payloadFormat: copied?.payloadFormat ?? ('envelope' as const),
    signatures: copied?.signatures ?? ['standard' as const],
  }
}

/** A person may stop at a breakpoint: as long as an endpoint may have. */
const TIMEOUT_SECONDS = 30

/** The secrets of an endpoint for another one: each is bound to its row. */
function resealed(
  box: Dependencies['secretBox'],
  id: EndpointId,
  from: EndpointId,
  secrets: readonly LiveSecret[],
): (SigningSecret & { expiresAt: Date | null })[] {
  if (secrets.length === 0) throw new ProblemError('conflict', 'The endpoint to copy has no secret.')
  return secrets.map(({ id: secretId, sealed, ...rest }) => ({
    ...rest,
    ...sealSecret(box, id, box.open(sealed, rowOfSecret(from, secretId))),
  }))
}

async function changeRelay(
  { database }: SaveDependencies,
  tenant: TenantId,
  relay: Relay,
  { eventTypes = relay.eventTypes, filter = relay.filter }: NewRelay,
): Promise<SavedRelay> {
  const isSame = JSON.stringify([eventTypes, filter]) === JSON.stringify([relay.eventTypes, relay.filter])
  if (!isSame) found(await changeEndpoint(database, tenant, relay.id, { eventTypes, filter }), 'relay')
  return { isNew: false, isChanged: !isSame, relay: { ...relay, eventTypes, filter, secret: null } }
}
