import { type ClaimedDelivery, rowOfHeader, rowOfSecret, type UndecryptableValue } from '@posthorn/database'
import { type SecretBox, SecretBoxError } from '@posthorn/secrets'

/** A secret or header of an endpoint cannot be decrypted, so the request cannot be sent. */
export class UndecryptableValueError extends Error {
  override readonly name = 'UndecryptableValueError'
  readonly value: UndecryptableValue
  /** Id of the key that encrypted it, when this process lacks that key. */
  readonly keyId: string | undefined

  constructor(value: UndecryptableValue, cause?: SecretBoxError) {
    super(value.kind === 'no_secret' ? 'the endpoint has no secret' : cause?.message, { cause })
    this.value = value
    this.keyId = cause?.keyId
  }
}

/**
 * All secrets of an endpoint. None is left out: during a rotation a receiver may know either secret, and would refuse a request that is
 * signed with the other alone.
 * @throws UndecryptableValueError for the first that cannot be decrypted
 */
export function decryptSecrets(
  box: SecretBox,
  { endpointId, secrets, privateKeys, signatures }: ClaimedDelivery,
): { secrets: string[]; privateKeys: string[] } {
  if (secrets.length === 0) throw new UndecryptableValueError({ kind: 'no_secret' })
  const open = ({ id, sealed }: ClaimedDelivery['secrets'][number]) =>
    orUndecryptable({ kind: 'secret', id, sealed }, () => box.open(sealed, rowOfSecret(endpointId, id)))
  return {
    secrets: secrets.map(open),
    privateKeys: signatures.includes('ed25519') ? privateKeys.map(open) : [],
  }
}

/** @throws UndecryptableValueError when its value cannot be decrypted */
export function decryptHeader(
  box: SecretBox,
  endpointId: ClaimedDelivery['endpointId'],
  { name, sealed }: ClaimedDelivery['headers'][number],
): string {
  return orUndecryptable({ kind: 'header', name, sealed }, () =>
    box.open(sealed, rowOfHeader(endpointId, name)),
  )
}

function orUndecryptable(value: UndecryptableValue, open: () => string): string {
  try {
    return open()
  } catch (error) {
    if (!(error instanceof SecretBoxError)) throw error
    throw new UndecryptableValueError(value, error)
  }
}
