import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { ROOT } from './root.ts'

const STOP_WITH_PARENT = pathToFileURL(path.join(import.meta.dirname, 'stop-with-parent.ts')).href

export type RunOptions = {
  script: string
  args: readonly string[]
  env?: Record<string, string>
  /** Aborted to stop the program. */
  stop: AbortSignal
}

/** Runs a script in this terminal and returns its exit code. The script stops when this process ends. */
export async function runProgram({ script, args, env = {}, stop }: RunOptions): Promise<number> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--import', STOP_WITH_PARENT, script, ...args],
    {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    },
  )
  const interrupt = () => child.kill('SIGTERM')
  stop.addEventListener('abort', interrupt)
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
  return ended.finally(() => stop.removeEventListener('abort', interrupt))
}

const Manifest = z.object({ bin: z.union([z.string(), z.record(z.string(), z.string())]) })

/** The script of an installed package's command: files in node_modules/.bin differ between systems. */
export function programOf(packageName: string, command: string): string {
  const folder = path.join(ROOT, 'node_modules', packageName)
  const { bin } = Manifest.parse(JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')))
  const script = typeof bin === 'string' ? bin : bin[command]
  if (script === undefined) throw new Error(`${packageName} has no command ${command}`)
  return path.join(folder, script)
}
