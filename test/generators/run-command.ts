import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import path from 'node:path'

const OUTPUT_CHARS_MAX = 200_000
const TAIL_CHARS = 8000
/** A long line, such as a URL of many kilobytes, would be all of the tail. */
const LINE_CHARS = 500

export interface CommandOptions {
  cwd?: string
  env?: Record<string, string>
  /** After this time the command and its children are killed. */
  deadlineMs: number
}

/** A command that failed; the message has the end of its output. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
}

/**
 * Runs a command and returns its output.
 * @throws CommandError
 */
export async function run(
  command: string,
  args: readonly string[],
  { cwd, env = {}, deadlineMs }: CommandOptions,
): Promise<string> {
  // A separate process group: Maven and Go start other processes.
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let output = ''
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString('utf8')).slice(-OUTPUT_CHARS_MAX)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  }, deadlineMs)
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', resolve)
    })
    if (code === 0) return output
    const ending = isLate ? `did not end within ${deadlineMs} ms` : `ended with ${code}`
    throw new CommandError(`${command} ${args.join(' ')} ${ending}:\n${endOf(output)}`)
  } finally {
    clearTimeout(timer)
  }
}

function endOf(output: string): string {
  const lines = output.split('\n').map((line) => line.slice(0, LINE_CHARS))
  return lines.join('\n').slice(-TAIL_CHARS)
}

/** Whether a command is on the PATH. */
export function isInstalled(command: string): boolean {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((directory) => {
    try {
      accessSync(path.join(directory, command), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
