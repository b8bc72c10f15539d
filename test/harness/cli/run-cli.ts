import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { COMPILE_CACHE } from '../process/child.ts'
import { waitUntil } from '../wait-until.ts'

const ROOT = path.join(import.meta.dirname, '../../..')
/** The script of the command line. */
export const CLI_MAIN = path.join(ROOT, 'packages/cli/src/main.ts')

/** Never called: `vitest --changed` follows it to the modules of the command line, which no test imports. */
export const program = () => import('@posthorn/cli/main')

/** What a command printed, and how it ended. */
export interface CliResult {
  code: number | null
  stdout: string
  stderr: string
}

/** Settings of a command. */
export interface CliOptions {
  env?: Record<string, string>
  /** Standard input; empty without it. */
  input?: string | Uint8Array
  cwd?: string
}

/** A command that runs until it is stopped. */
export interface RunningCli {
  pid: number
  process: ChildProcess
  stdout(): string
  stderr(): string
  /** The objects of `--json` with this type. */
  reported<Value = Record<string, unknown>>(type: string): Value[]
  /** Waits for so many objects of a type. */
  waitFor<Value = Record<string, unknown>>(
    type: string,
    count?: number,
    deadlineMs?: number,
  ): Promise<Value[]>
  signal(name: NodeJS.Signals): void
  exited: Promise<CliResult>
}

/** The command line of a user, with a home directory of its own. */
export interface CliUser {
  home: string
  /** Runs a command to its end. */
  run(args: readonly string[], options?: CliOptions): Promise<CliResult>
  /** As {@link CliUser.run} with `--json`; fails unless the command succeeds. Returns the objects that it printed. */
  json<Value = Record<string, unknown>>(args: readonly string[], options?: CliOptions): Promise<Value[]>
  start(args: readonly string[], options?: CliOptions): RunningCli
  /** Ends all commands that still run, and removes the home directory. */
  close(): Promise<void>
}

/** @param env of all commands */
export async function createCliUser(env: Record<string, string> = {}): Promise<CliUser> {
  const home = await mkdtemp(path.join(tmpdir(), 'posthorn-cli-'))
  const running = new Set<RunningCli>()
  const start = (args: readonly string[], options: CliOptions = {}) => {
    const cli = startCli(args, { ...options, env: { HOME: home, ...env, ...options.env } })
    running.add(cli)
    void cli.exited.then(() => running.delete(cli))
    return cli
  }
  const run = (args: readonly string[], options: CliOptions = {}) => start(args, options).exited
  return {
    home,
    run,
    async json<Value>(args: readonly string[], options: CliOptions = {}) {
      const { code, stdout, stderr } = await run([...args, '--json'], options)
      if (code !== 0) throw new Error(`posthorn ${args.join(' ')} ended with ${code}:\n${stderr}`)
      return objectsIn(stdout) as Value[]
    },
    start,
    async close() {
      const all = [...running]
      for (const cli of all) cli.signal('SIGKILL')
      await Promise.all(all.map(({ exited }) => exited))
      await rm(home, { recursive: true, force: true })
    },
  }
}

function startCli(args: readonly string[], { env = {}, input = '', cwd = ROOT }: CliOptions): RunningCli {
  const child = spawn(process.execPath, [CLI_MAIN, ...args], {
    cwd,
    env: { PATH: process.env['PATH'], ...COMPILE_CACHE, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const printed = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.stderr += text))
  // A command that does not read its input closes it.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const exited = once(child, 'close').then(([code]) => ({ code: code as number | null, ...printed }))
  const reported = <Value>(type: string) =>
    objectsIn(printed.stdout).filter((each) => each['type'] === type) as Value[]
  return {
    pid: child.pid ?? 0,
    process: child,
    stdout: () => printed.stdout,
    stderr: () => printed.stderr,
    reported,
    waitFor: <Value>(type: string, count = 1, deadlineMs?: number) =>
      waitUntil(
        `${count} "${type}" of posthorn ${args.join(' ')}`,
        () => {
          const found = reported<Value>(type)
          if (found.length >= count) return found
          if (child.exitCode !== null)
            throw new Error(`it has ended with ${child.exitCode}:\n${printed.stderr}`)
          return undefined
        },
        deadlineMs,
      ),
    signal: (name) => void child.kill(name),
    exited,
  }
}

/** The objects of complete lines. */
function objectsIn(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .slice(0, -1)
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}
