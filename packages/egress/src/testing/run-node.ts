import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/**
 * Runs a script of this directory in a new process, for settings that apply only at the start of a process.
 *
 * @param limits shell commands that run first
 * @returns its output
 */
export async function runNode(
  script: string,
  { limits = ':', environment = {} }: { limits?: string; environment?: Record<string, string> } = {},
): Promise<string> {
  const file = path.join(import.meta.dirname, script)
  const { stdout } = await execute('/bin/sh', ['-c', `${limits}; exec "$0" "$1"`, process.execPath, file], {
    env: environment,
    timeout: 30_000,
  })
  return stdout
}
