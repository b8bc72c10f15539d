import { ProblemError } from '@posthorn/contracts'
import { type IngestSource, rowOfSecret } from '@posthorn/database'
import { type SecretBox, SecretBoxError } from '@posthorn/secrets'
import { providerOf, type VerificationKey } from '@posthorn/webhook'
import { RejectedError } from './rejected.ts'

/** How often the log says of one source that its secrets cannot be decrypted. */
const LOGGED_EVERY_MS = 60_000
/** Sources of which the time of the last line is kept. */
const LOGGED_MAX = 1000

/** What verifies the requests of a source. */
export interface SourceKeys {
  keys: readonly VerificationKey[]
  /** How many stored secrets cannot be decrypted, so that nobody knows what they would verify. */
  unreadable: number
}

/** Gives the keys of a source, decrypted once for each version of the source that was read. */
export type KeysOfSource = (source: IngestSource) => SourceKeys

interface KeyLog {
  error(fields: Record<string, unknown>, message: string): void
}

/** One secret that cannot be decrypted does not keep the others of its source from verifying. */
export function createKeysOfSource(secretBox: SecretBox, log: KeyLog): KeysOfSource {
  const known = new WeakMap<IngestSource, SourceKeys>()
  const loggedAtMs = new Map<string, number>()

  function logUnreadable({ id, tenantId, secrets }: IngestSource, unreadable: number, cause: unknown): void {
    const nowMs = performance.now()
    if (nowMs - (loggedAtMs.get(id) ?? Number.NEGATIVE_INFINITY) < LOGGED_EVERY_MS) return
    if (loggedAtMs.size >= LOGGED_MAX) loggedAtMs.clear()
    loggedAtMs.set(id, nowMs)
    const fields = { err: cause, tenantId, sourceId: id, secrets: secrets.length, unreadable }
    log.error(fields, 'source.secret_open_failed')
  }

  function read(source: IngestSource): SourceKeys & { cause?: unknown } {
    const opened: string[] = []
    let cause: unknown
    for (const { id, sealed } of source.secrets) {
      try {
        opened.push(secretBox.open(sealed, rowOfSecret(source.id, id)))
      } catch (error) {
        if (!(error instanceof SecretBoxError)) throw error
        cause = error
      }
    }
    const unreadable = source.secrets.length - opened.length
    const trusted = source.publicKey === null ? opened : [...opened, source.publicKey]
    return { keys: providerOf(source.provider).keysOf(trusted), unreadable, cause }
  }

  return (source) => {
    const found = known.get(source) ?? read(source)
    known.set(source, found)
    if (found.unreadable > 0) logUnreadable(source, found.unreadable, (found as { cause?: unknown }).cause)
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
