import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')

/**
 * Takes the code of a commit out of the history, and installs it with its own command and lockfile.
 * @param name part of the name of the directory
 * @returns the directory, to be removed with `removeCheckout`
 */
export function checkOutCommit(commit: string, name: string): string {
  const directory = mkdtempSync(join(tmpdir(), `posthorn-${name}-`))
  try {
    const archive = join(directory, 'archive.tar')
    execFileSync('git', ['archive', '--output', archive, commit], { cwd: ROOT })
    execFileSync('tar', ['-xf', archive, '-C', directory])
    rmSync(archive)
    const install = ['dev/bootstrap.mjs', 'migrate', '--help']
    execFileSync(process.execPath, install, { cwd: directory, stdio: 'pipe' })
  } catch (error) {
    removeCheckout(directory)
    throw error
  }
  return directory
}

export function removeCheckout(directory: string): void {
  rmSync(directory, { recursive: true, force: true })
}
