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
 * Gives an endpoint a new secret, and a new key pair if it has one. The old ones go on signing beside them until the
 * grace ends, so that receivers can be changed in the meantime.
 * @throws ProblemError `not_found`, and `conflict` when too many sign already
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
      `The endpoint has ${LIVE_SECRETS_MAX} live secrets, the most there may be. Wait until the grace of one has ended, ` +
        'or rotate with "graceSeconds": 0, which ends all the old ones at once.',
    )
  }
  const endpoint = result === 'rotated' ? await findEndpoint(database, tenant, id) : undefined
  return { ...found(endpoint, 'endpoint'), secret }
}
