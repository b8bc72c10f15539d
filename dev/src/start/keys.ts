import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { readOrMakeSecret } from '../data-folder.ts'
import type { Config } from './config.ts'

export type Keys = { admin: string; encryption: string }

/** The keys from the environment; those that are not there are made once and kept in the data folder. */
export async function readOrMakeKeys(config: Config, dataDir: string): Promise<Keys> {
  const [admin, encryption] = await Promise.all([
    config.POSTHORN_ADMIN_KEY ?? readOrMakeSecret(path.join(dataDir, 'admin-key'), makeAdminKey),
    config.POSTHORN_ENCRYPTION_KEY ??
      readOrMakeSecret(path.join(dataDir, 'encryption-key'), makeEncryptionKey),
  ])
  return { admin, encryption }
}

function makeAdminKey(): string {
  return `phk_admin_${randomBytes(32).toString('base64url')}`
}

function makeEncryptionKey(): string {
  return randomBytes(32).toString('base64')
}
