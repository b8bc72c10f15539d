import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buildPortal } from '../portal/build-portal.ts'
import { packFolder } from './pack-folder.ts'

/**
 * Builds `@posthorn/portal` as plain JavaScript with its types, and packs it.
 *
 * @param directory that gets the tarball
 * @returns the path of the tarball
 */
export async function packPortal(directory: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'posthorn-portal-'))
  try {
    const exitCode = await buildPortal(folder, new AbortController().signal)
    if (exitCode !== 0) throw new Error(`tsc ended with exit code ${exitCode}`)
    return await packFolder(folder, directory)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
