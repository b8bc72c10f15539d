import { ProblemError } from '@posthorn/contracts'
import { type KeyedSource, rowOfSecret, type SecretReference } from '@posthorn/database'
import { type SecretBox, SecretBoxError } from '@posthorn/secrets'
import { providerOf, type VerificationKey } from '@posthorn/webhook'
import { RejectedError } from './rejected.ts'

/**
 * A stored secret of a source cannot be decrypted. Its code is the id of the source: the log folds repeated lines by
 * the codes of their errors, so each source has its own line.
 */
class SourceSecretError extends Error {
  override readonly name = 'SourceSecretError'
  readonly code: string

  constructor(sourceId: string, cause: SecretBoxError) {
    super(cause.message, { cause })
    this.code = sourceId
  }
}

/** A key that verifies the requests of a source, with its secret unless it is a public key or the provider's. */
export interface SourceKey {
  key: VerificationKey
  secret: SecretReference | undefined
}

/** The keys that verify the requests of a source. */
export interface SourceKeys {
  keys: readonly SourceKey[]
  /** How many stored secrets cannot be decrypted. A request may be signed with one of them. */
  undecryptable: number
  /** Of the last secret that cannot be decrypted. */
  error: Error | undefined
}

/** The keys of a source, decrypted once for each version of the source. */
export type KeysOfSource = (source: Omit<KeyedSource, 'name'>) => SourceKeys

interface KeyLog {
  error(fields: Record<string, unknown>, message: string): void
}

/** A secret that cannot be decrypted does not stop the source's other secrets from verifying. */
export function createKeysOfSource(secretBox: SecretBox, log: KeyLog): KeysOfSource {
  const cache = new WeakMap<object, SourceKeys>()

  function read(source: Omit<KeyedSource, 'name'>): SourceKeys {
    const trusted: { text: string; secret: SecretReference | undefined }[] = []
    let error: SourceSecretError | undefined
    for (const [position, { id, sealed }] of source.secrets.entries()) {
      try {
        const text = secretBox.open(sealed, rowOfSecret(source.id, id))
        trusted.push({ text, secret: { id, position } })
      } catch (cause) {
        if (!(cause instanceof SecretBoxError)) throw cause
        error = new SourceSecretError(source.id, cause)
      }
    }
    const undecryptable = source.secrets.length - trusted.length
    if (source.publicKey !== null) trusted.push({ text: source.publicKey, secret: undefined })
    return { keys: keysIn(source, trusted), undecryptable, error }
  }

  return (source) => {
    const found = cache.get(source) ?? read(source)
    cache.set(source, found)
    const { error: err, undecryptable } = found
    if (err !== undefined) {
      const { tenantId, id: sourceId, secrets } = source
      log.error(
        { err, tenantId, sourceId, secrets: secrets.length, undecryptable },
        'source.secret_open_failed',
      )
    }
    return found
  }
}

/** A provider that publishes its keys has one without any text. */
function keysIn(
  { provider: name, config }: Omit<KeyedSource, 'name'>,
  trusted: readonly { text: string; secret: SecretReference | undefined }[],
): SourceKey[] {
  const provider = providerOf(name)
  if (trusted.length === 0) return provider.keysOf([], config).map((key) => ({ key, secret: undefined }))
  return trusted.flatMap(({ text, secret }) =>
    provider.keysOf([text], config).map((key) => ({ key, secret })),
  )
}

/**
 * The request may be signed with a secret that cannot be decrypted. The fault is local, so the reply is 503, after
 * which the provider sends the request again.
 */
export function undecryptableSecrets(): RejectedError {
  const detail =
    'The signature cannot be verified: a stored secret of the source cannot be decrypted. Set the secrets of the source again, and repeat the request.'
  return new RejectedError('secret_unreadable', new ProblemError('unavailable', detail))
}
