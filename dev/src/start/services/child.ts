import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { MEMORY_OPTIONS } from '../../memory-options.ts'
import { ROOT } from '../../root.ts'

const STOP_WITH_PARENT = pathToFileURL(path.join(import.meta.dirname, '../../stop-with-parent.ts')).href

/**
 * Starts one of our programs. In a session of its own a Ctrl-C in the terminal does not reach it, so that we decide
 * when it stops; over the IPC channel it notices when we are gone.
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

/** Asks a child to stop and insists after `graceMs`, or as soon as `hurry` says so. */
export async function stopChild(child: ChildProcess, graceMs: number, hurry: AbortSignal): Promise<void> {
  if (!isRunning(child)) return
  const insist = () => child.kill('SIGKILL')
  const timer = setTimeout(insist, graceMs)
  hurry.addEventListener('abort', insist)
  const gone = once(child, 'exit')
  child.kill(hurry.aborted ? 'SIGKILL' : 'SIGTERM')
  await gone
  clearTimeout(timer)
  hurry.removeEventListener('abort', insist)
}

/** How a child that is gone ended: goes on after its name. */
export function describeEnd(child: ChildProcess): string {
  return child.signalCode ? `was killed by ${child.signalCode}` : `stopped (exit code ${child.exitCode})`
}
