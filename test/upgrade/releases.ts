import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'

const ROOT = join(import.meta.dirname, '../..')

/** A version of Posthorn with the directory of its code, as an operator has it. */
export interface Release {
  version: string
  directory: string
}

/** The code that is being tested. */
export const CURRENT: Release = { version: 'current', directory: ROOT }

const Releases = z.array(z.object({ version: z.string(), commit: z.string() }))

/** The versions to upgrade from, with their commits; `npm run test:upgrade` finds them in the changelog. */
export const RELEASES = Releases.parse(JSON.parse(process.env['TEST_RELEASES'] ?? '[]'))

/** Takes the code of a version out of the history, and installs it with its own command and lockfile. */
export function checkOut({ version, commit }: { version: string; commit: string }): Release {
  const directory = mkdtempSync(join(tmpdir(), `posthorn-${version}-`))
  const archive = join(directory, 'archive.tar')
  execFileSync('git', ['archive', '--output', archive, commit], { cwd: ROOT })
  execFileSync('tar', ['-xf', archive, '-C', directory])
  rmSync(archive)
  execFileSync(process.execPath, ['dev/bootstrap.mjs', 'migrate', '--help'], {
    cwd: directory,
    stdio: 'pipe',
  })
  return { version, directory }
}

export function removeCheckout({ directory }: Release): void {
  rmSync(directory, { recursive: true, force: true })
}
