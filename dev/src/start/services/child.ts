import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { MEMORY_OPTIONS } from '../../memory-options.ts'
import { ROOT } from '../../root.ts'

const STOP_WITH_PARENT = pathToFileURL(path.join(import.meta.dirname, '../../stop-with-parent.ts')).href

/**
 * Starts a script of this repository in its own session, out of reach of a Ctrl-C in the terminal: this process decides
 * when it stops. When this process ends, the IPC channel closes and the child stops.
 */
export function spawnChild(script: string, env: Record<string, string>): ChildProcess {
  return spawn(
    process.execPath,
    [...MEMORY_OPTIONS, '--disable-warning=ExperimentalWarning', '--import', STOP_WITH_PARENT, script],
    {
      cwd: ROOT,
      env: { ...process.env, ...env },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  )
}

export function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null
}

/** Sends SIGTERM to a child, and SIGKILL after `graceMs` or when `hurry` is aborted. */
export async function stopChild(child: ChildProcess, graceMs: number, hurry: AbortSignal): Promise<void> {
  if (!isRunning(child)) return
  const insist = () => child.kill('SIGKILL')
  const timer = setTimeout(insist, graceMs)
  hurry.addEventListener('abort', insist)
  const exited = once(child, 'exit')
  child.kill(hurry.aborted ? 'SIGKILL' : 'SIGTERM')
  await exited
  clearTimeout(timer)
  hurry.removeEventListener('abort', insist)
}

/** How a child ended, as the predicate of a sentence. */
export function describeEnd(child: ChildProcess): string {
  return child.signalCode ? `was killed by ${child.signalCode}` : `stopped (exit code ${child.exitCode})`
}
