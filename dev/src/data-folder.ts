import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

/**
 * Creates the data directory, for its owner only. PostgreSQL of root runs as another user, who must be able to enter the
 * directory; every file beside the database is readable by its owner only.
 */
export async function makeDataFolder(dataDir: string): Promise<void> {
  await mkdir(path.dirname(dataDir), { recursive: true })
  try {
    await mkdir(dataDir, { mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
  }
}

/** Reads the secret in `file`, or creates it there the first time, readable by its owner only. */
export async function readOrMakeSecret(file: string, make: () => string): Promise<string> {
  const kept = await readSecret(file)
  if (kept) return kept
  const secret = make()
  await keepSecret(file, secret)
  // Another process may have been faster: the content of the file is used.
  return (await readSecret(file)) ?? secret
}

export async function readSecret(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim() || undefined
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/** Writes a secret to `file`, replacing the previous one. */
export async function replaceSecret(file: string, secret: string): Promise<void> {
  const draft = await writeDraft(file, secret)
  await rename(draft, file)
}

// A link is atomic and never overwrites: a crash cannot leave a truncated key.
async function keepSecret(file: string, secret: string): Promise<void> {
  const draft = await writeDraft(file, secret)
  try {
    await link(draft, file)
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
  } finally {
    await rm(draft, { force: true })
  }
}

async function writeDraft(file: string, secret: string): Promise<string> {
  const draft = `${file}.${randomBytes(4).toString('hex')}`
  await writeFile(draft, `${secret}\n`, { mode: 0o600, flush: true })
  return draft
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
