import { spawnSync } from 'node:child_process'
import { OptionError } from '../../test/harness/command-line.ts'

/**
 * The full name of a commit of this repository.
 * @throws OptionError
 */
export function commitOf(revision: string): string {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]
  const { status, stdout } = spawnSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8' })
  if (status === 0) return stdout.trim()
  throw new OptionError(`--compare: expected a commit of this clone, got "${revision}"`)
}
