import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

/**
 * Makes the data folder, for its owner only. Root's PostgreSQL runs as another user, who must be able to pass
 * through to the database; the files beside it are closed to it one by one.
 */
export async function makeDataFolder(dataDir: string): Promise<void> {
  await mkdir(path.dirname(dataDir), { recursive: true })
  try {
    await mkdir(dataDir, { mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
  }
}

/** The secret in `file`, made and kept there, readable by its owner only, the first time. */
export async function readOrMakeSecret(file: string, make: () => string): Promise<string> {
  const kept = await readSecret(file)
  if (kept) return kept
  const secret = make()
  await keepSecret(file, secret)
  // Another process may have been faster; whatever is in the file counts.
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

/** Puts another secret in place of the one in `file`, if any. */
export async function replaceSecret(file: string, secret: string): Promise<void> {
  const draft = await writeDraft(file, secret)
  await rename(draft, file)
}

// A link puts the whole file in place at once and never overwrites: no crash leaves half a key.
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
