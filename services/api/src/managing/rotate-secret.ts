import { randomBytes } from 'node:crypto'
import {
  type EndpointId,
  ProblemError,
  type RotatedEndpoint,
  type SecretRotation,
  type TenantId,
} from '@posthorn/contracts'
import { findEndpoint, LIVE_SECRETS_MAX, rotateSigningSecrets } from '@posthorn/database'
import { generateSigningSecret } from '@posthorn/webhook'
import type { Dependencies } from '../dependencies.ts'
import { found } from '../http/replies.ts'
import { newKeyPair, sealSecret } from './seal-secret.ts'

/**
 * Gives an endpoint a new secret, and a new key pair if it has one. Old secrets and key pairs also sign until the grace
 * period ends, so that receivers can be updated in the meantime.
 * @throws ProblemError `not_found`, and `conflict` at the maximum of live secrets
 */
export async function rotateSecret(
  { database, secretBox }: Pick<Dependencies, 'database' | 'secretBox'>,
  { tenant, id }: { tenant: TenantId; id: EndpointId },
  { secret = generateSigningSecret(randomBytes), graceSeconds }: SecretRotation,
): Promise<RotatedEndpoint> {
  const result = await rotateSigningSecrets(database, tenant, id, {
    secret: sealSecret(secretBox, id, secret),
    keyPair: newKeyPair(secretBox, id),
    graceSeconds,
  })
  if (result === 'too_many') {
    throw new ProblemError(
      'conflict',
      `The endpoint has ${LIVE_SECRETS_MAX} live secrets, the maximum. Wait until the grace period of one has ended, ` +
        'or rotate with "graceSeconds": 0, which ends all old ones at once.',
    )
  }
  const endpoint = result === 'rotated' ? await findEndpoint(database, tenant, id) : undefined
  return { ...found(endpoint, 'endpoint'), secret }
}
