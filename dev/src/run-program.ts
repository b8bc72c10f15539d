import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { startScript } from './child-process.ts'
import { ROOT } from './root.ts'

export type RunOptions = {
  script: string
  args: readonly string[]
  env?: Record<string, string>
  /** Aborted to stop the program. */
  stop: AbortSignal
}

/** Runs a script in this terminal and returns its exit code. The script stops when this process ends. */
export async function runProgram({ script, args, env = {}, stop }: RunOptions): Promise<number> {
  const child = startScript(script, {
    args,
    env: { ...process.env, ...env },
    nodeOptions: ['--disable-warning=ExperimentalWarning'],
    output: 'inherit',
  })
  const interrupt = () => child.process.kill('SIGTERM')
  stop.addEventListener('abort', interrupt)
  try {
    return (await child.exited) ?? 1
  } finally {
    stop.removeEventListener('abort', interrupt)
  }
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
