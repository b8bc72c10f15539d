import { type Database, registerEncryptionKeys } from '@posthorn/database'
import { createSecretBox, encryptionKeyId } from '@posthorn/secrets'
import { ConfigError } from '../config.ts'

/** `POSTHORN_ENCRYPTION_KEY` does not decrypt what is stored. The message says what to do. */
export class EncryptionKeyError extends ConfigError {}

/**
 * Refuses keys that do not decrypt what the database holds: with them the services would accept events and deliver none.
 * @param keys of `POSTHORN_ENCRYPTION_KEY`; keys that are new to the database are registered there
 * @throws EncryptionKeyError
 */
export async function assertEncryptionKey(database: Database, keys: readonly Uint8Array[]): Promise<void> {
  const configured = keys.map((key) => ({ id: encryptionKeyId(key), ...createSecretBox([key]) }))
  const mismatch = await registerEncryptionKeys(database, configured)
  switch (mismatch?.kind) {
    case undefined:
      return
    case 'wrong':
      throw new EncryptionKeyError(
        'POSTHORN_ENCRYPTION_KEY does not open what is stored in this database: another key encrypted it. ' +
          'Set the key that was used before (npm start keeps the one it made in its data directory, as .posthorn/encryption-key, ' +
          'and uses it where POSTHORN_ENCRYPTION_KEY is set neither in the environment nor in .env), or use another database. ' +
          'To change the key, list the new one first and the old one after a comma.',
      )
    case 'incomplete': {
      const { keyId, use } = mismatch
      throw new EncryptionKeyError(
        `POSTHORN_ENCRYPTION_KEY lacks a key that it listed before (id ${keyId}) and that is still needed for ` +
          `${use.endpointSecrets} secret(s) of endpoints, ${use.sourceSecrets} of sources and ${use.headers} header(s). ` +
          'Add it again, after a comma; npm run rekey then makes it unnecessary. If it is lost, docs/operating.md says how to give up what it encrypted.',
      )
    }
  }
}
