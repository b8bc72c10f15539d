import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { readOrMakeSecret, readSecret } from '../data-folder.ts'
import { hasCluster } from '../postgres/index.ts'
import { UserError } from '../user-error.ts'
import type { Config } from './config.ts'

export type Keys = { admin: string; encryption: string }

/**
 * The keys from the environment. Missing keys are created once and stored in the data directory. An encryption key is
 * created for a new database only: it could not decrypt the secrets of an existing one.
 * @throws UserError when the key of an existing embedded database is missing
 */
export async function readOrMakeKeys(config: Config, dataDir: string): Promise<Keys> {
  const file = path.join(dataDir, 'encryption-key')
  const given = config.POSTHORN_ENCRYPTION_KEY ?? (await readSecret(file))
  if (given === undefined && config.DATABASE_URL === undefined && (await hasCluster(dataDir))) {
    throw new UserError(
      `The file ${file} is missing, and without this key the secrets in the database cannot be decrypted. Restore the file ` +
        'from the backup of the data directory, or set POSTHORN_ENCRYPTION_KEY to the key that was used before.',
    )
  }
  const [admin, encryption] = await Promise.all([
    config.POSTHORN_ADMIN_KEY ?? readOrMakeSecret(path.join(dataDir, 'admin-key'), makeAdminKey),
    given ?? readOrMakeSecret(file, makeEncryptionKey),
  ])
  return { admin, encryption }
}

function makeAdminKey(): string {
  return `phk_admin_${randomBytes(32).toString('base64url')}`
}

function makeEncryptionKey(): string {
  return randomBytes(32).toString('base64')
}
