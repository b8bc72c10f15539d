import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { startScript } from '@posthorn/dev/child-process'
import { MEMORY_OPTIONS } from '@posthorn/dev/memory-options'
import { type Child, COMPILE_CACHE, collectingOutput } from './process/child.ts'
import { waitUntil } from './wait-until.ts'

const ROOT = join(import.meta.dirname, '../..')
/** A machine at full load is slow; the caller has a deadline of its own. */
const LISTEN_MS = 180_000

/** Never called: `vitest --changed` follows it to the modules of the services, which no test imports. */
const PROGRAMS = {
  api: () => import('@posthorn/api/main'),
  ingest: () => import('@posthorn/ingest/main'),
  worker: () => import('@posthorn/worker/main'),
  all: () => import('@posthorn/all/main'),
}

export type ProgramName = keyof typeof PROGRAMS
export type ServiceName = Exclude<ProgramName, 'all'>

/** What every test may do with a service. */
export interface RunningService {
  url: string
  /** Standard output and error together. */
  output(): string
  /** Its log lines with this message. */
  logged(message: string): Record<string, unknown>[]
}

export interface Service extends Child, RunningService {}

/**
 * Starts a service as a production process on a free port.
 * @param options.imports modules loaded before it, to inject a fault
 * @param options.logFile the file that gets its output
 * @param options.directory of another version of the code
 */
export async function startService(
  name: ProgramName,
  env: Record<string, string>,
  options: { imports?: string[]; logFile?: string; directory?: string } = {},
): Promise<Service> {
  const imports = (options.imports ?? []).map((file) => join(ROOT, 'test/faults', file))
  const { logFile, directory = ROOT } = options
  const script = join(directory, `services/${name}/src/main.ts`)
  const output = logFile === undefined ? ('pipe' as const) : { file: logFile }
  const started = startScript(script, {
    imports,
    env: { ...COMPILE_CACHE, ...env },
    nodeOptions: MEMORY_OPTIONS,
    output,
  })
  const child = collectingOutput(started, logFile)
  const logged = (message: string) => linesWith(message, child.output())
  const look = () => {
    if (!child.isRunning()) throw new Error(`${name} has ended:\n${child.output()}`)
    return logged('service.listening')[0]?.['url'] as string | undefined
  }
  const url = await waitUntil(`${name} to listen`, look, LISTEN_MS)
  return {
    ...child,
    url,
    logged,
    async stop(signal = 'SIGTERM') {
      if (!child.isRunning()) return
      await child.stop(signal)
      if (signal === 'SIGTERM' && (await child.exited) !== 0)
        throw new Error(`${name} was not stopped within its time limit:\n${child.output()}`)
    },
  }
}

/** The log lines with this message; the last line of an output may not be complete yet. */
export function linesWith(message: string, output: string): Record<string, unknown>[] {
  return output
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Record<string, unknown>] : []))
    .filter((line) => line['msg'] === message)
}

/** The environment of the services of one Posthorn. */
export function environmentOf({
  databaseUrl,
  redisUrl,
  adminKey,
}: {
  databaseUrl: string
  redisUrl: string | undefined
  adminKey: string
}): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
    POSTHORN_ADMIN_KEY: adminKey,
    POSTHORN_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    API_PORT: '0',
    INGEST_PORT: '0',
    WORKER_PORT: '0',
    ALLOW_HTTP_ENDPOINTS: 'true',
    EGRESS_ALLOW_CIDRS: '127.0.0.0/8,::1/128',
  }
}
