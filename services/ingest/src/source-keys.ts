import { ProblemError } from '@posthorn/contracts'
import { type IngestSource, rowOfSecret } from '@posthorn/database'
import { type SecretBox, SecretBoxError } from '@posthorn/secrets'
import { providerOf, type VerificationKey } from '@posthorn/webhook'
import { RejectedError } from './rejected.ts'

/**
 * A stored secret of a source cannot be decrypted. Its code is the id of the source: the log counts lines that repeat by the
 * codes of their errors, so each source has a line of its own.
 */
class SourceSecretError extends Error {
  override readonly name = 'SourceSecretError'
  readonly code: string

  constructor(sourceId: string, cause: SecretBoxError) {
    super(cause.message, { cause })
    this.code = sourceId
  }
}

/** What verifies the requests of a source. */
export interface SourceKeys {
  keys: readonly VerificationKey[]
  /** How many stored secrets cannot be decrypted, so that nobody knows what they would verify. */
  unreadable: number
  /** Of the last of these. */
  error: Error | undefined
}

/** Gives the keys of a source, decrypted once for each version of the source that was read. */
export type KeysOfSource = (source: IngestSource) => SourceKeys

interface KeyLog {
  error(fields: Record<string, unknown>, message: string): void
}

/** One secret that cannot be decrypted does not keep the others of its source from verifying. */
export function createKeysOfSource(secretBox: SecretBox, log: KeyLog): KeysOfSource {
  const known = new WeakMap<IngestSource, SourceKeys>()

  function read(source: IngestSource): SourceKeys {
    const opened: string[] = []
    let error: SourceSecretError | undefined
    for (const { id, sealed } of source.secrets) {
      try {
        opened.push(secretBox.open(sealed, rowOfSecret(source.id, id)))
      } catch (cause) {
        if (!(cause instanceof SecretBoxError)) throw cause
        error = new SourceSecretError(source.id, cause)
      }
    }
    const unreadable = source.secrets.length - opened.length
    const trusted = source.publicKey === null ? opened : [...opened, source.publicKey]
    return { keys: providerOf(source.provider).keysOf(trusted), unreadable, error }
  }

  return (source) => {
    const found = known.get(source) ?? read(source)
    known.set(source, found)
    const { error: err, unreadable } = found
    if (err !== undefined) {
      const { tenantId, id: sourceId, secrets } = source
      log.error({ err, tenantId, sourceId, secrets: secrets.length, unreadable }, 'source.secret_open_failed')
    }
    return found
  }
}

/**
 * A request cannot be judged: the secret that it may be signed with cannot be decrypted. The fault is Posthorn's, so it is
 * neither refused for good nor accepted: the provider is asked to send it again.
 */
export function unreadableSecrets(): RejectedError {
  const detail =
    'The signature cannot be verified: a stored secret of the source cannot be decrypted. Set the secrets of the source again, and repeat the request.'
  return new RejectedError('secret_unreadable', new ProblemError('unavailable', detail))
}
