import { join } from 'node:path'
import { startScript } from '@posthorn/dev/child-process'
import { type Child, collectingOutput } from './child.ts'
import { waitUntil } from './wait-until.ts'

const ROOT = join(import.meta.dirname, '../..')
/** A machine at full load is slow; the caller has a deadline of its own. */
const LISTEN_MS = 180_000
/** https://nodejs.org/api/module.html#module-compile-cache */
const COMPILE_CACHE = process.env['NODE_COMPILE_CACHE']

export type ServiceName = 'api' | 'ingest' | 'worker'

export interface Service extends Child {
  url: string
  /** Its log lines with this message. */
  logged(message: string): Record<string, unknown>[]
}

/**
 * Starts a service as a production process on a free port.
 * @param options.imports modules loaded before it, to inject a fault
 */
export async function startService(
  name: ServiceName,
  env: Record<string, string>,
  options: { imports?: string[] } = {},
): Promise<Service> {
  const imports = (options.imports ?? []).map((file) => join(ROOT, 'test/faults', file))
  const script = join(ROOT, `services/${name}/src/main.ts`)
  const cache = COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE: COMPILE_CACHE }
  const child = collectingOutput(startScript(script, { imports, env: { ...cache, ...env }, output: 'pipe' }))
  const logged = (message: string) => linesOf(child.output()).filter((line) => line['msg'] === message)
  const look = () => {
    if (!child.isRunning()) throw new Error(`${name} has ended:\n${child.output()}`)
    return logged('service.listening')[0]?.['url'] as string | undefined
  }
  const url = await waitUntil(`${name} to listen`, look, LISTEN_MS)
  return { ...child, url, logged }
}

function linesOf(output: string): Record<string, unknown>[] {
  return output
    .split('\n')
    .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Record<string, unknown>] : []))
}
