import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { OWN_REDIS } from '../../test/harness/redis.ts'
import { type Releases, release, startDurablePostgres } from '../posthorn.ts'
import { HELP, type IsolationOptions, OptionError, readOptions } from './options.ts'
import { measurePhase } from './phase.ts'
import { isGood, jsonReport, type Report, renderReport } from './report.ts'
import type { PhaseResult } from './results.ts'

const INTERRUPTED = 130

/** `npm run bench -- isolation`: what it does is in options.ts. Returns the exit code. */
export async function measureIsolation(args: string[]): Promise<number> {
  try {
    const options = readOptions(args, { hasRedis: OWN_REDIS })
    if (options !== 'help') return await measure(options)
    console.log(HELP)
    return 0
  } catch (error) {
    if (!(error instanceof OptionError)) throw error
    console.error(`${error.message}\n\n${HELP}`)
    return 1
  }
}

async function measure(options: IsolationOptions): Promise<number> {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort())
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-bench-'))
  // Root's PostgreSQL runs as another user and has to pass through.
  await chmod(folder, 0o711)
  const releases: Releases = []
  let exitCode = 1
  try {
    const phases = await measurePhases(options, { folder, releases, stop: stop.signal })
    exitCode = stop.signal.aborted
      ? INTERRUPTED
      : await conclude({ options, cores: availableParallelism(), phases })
  } catch (error) {
    console.error(error)
  }
  await release(releases)
  if (exitCode === 1) console.log(`Kept: the services' logs in ${folder}`)
  else await rm(folder, { recursive: true, force: true })
  return exitCode
}

/** A, B, A, B: what the machine does besides comes to both alike. */
async function measurePhases(
  options: IsolationOptions,
  { folder, releases, stop }: { folder: string; releases: Releases; stop: AbortSignal },
): Promise<PhaseResult[]> {
  console.log(
    `Starting PostgreSQL; the queue is on ${options.queue === 'redis' ? 'a Redis of its own' : 'it, too'}`,
  )
  const postgres = await startDurablePostgres(folder, releases)
  const phases: PhaseResult[] = []
  for (let pair = 1; pair <= options.pairs; pair += 1) {
    for (const kind of ['A', 'B'] as const) {
      if (stop.aborted) return phases
      const name = `${kind.toLowerCase()}${pair}`
      phases.push(await measurePhase({ kind, name, options, postgres, folder, say: console.log, stop }))
    }
  }
  return phases
}

async function conclude(report: Report): Promise<number> {
  if (report.options.json !== undefined) await writeFile(report.options.json, jsonReport(report))
  console.log(`\n${renderReport(report)}`)
  return isGood(report) ? 0 : 1
}
