import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { ensureDatabase } from '@posthorn/dev/postgres'
import { OWN_REDIS } from '../test/harness/redis.ts'
import { withLab } from './lab.ts'
import { type Backend, type BenchOptions, HELP, OptionError, readOptions } from './options.ts'
import { type Releases, release, startDurablePostgres } from './posthorn.ts'
import { measureRawLoops } from './raw/raw-loops.ts'
import { renderHtml } from './report/html.ts'
import { failuresOf, type Report } from './report/report.ts'
import { renderTable } from './report/table.ts'
import type { Result } from './result.ts'
import { SCENARIOS } from './scenarios/catalogue.ts'

const INTERRUPTED = 130
const GIB = 1024 ** 3

/** `npm run bench`: what it does is in options.ts. Returns the exit code. */
export async function bench(args: string[]): Promise<number> {
  try {
    const options = readOptions(args, { hasRedis: OWN_REDIS })
    if (options !== 'help') return await measured(options)
    console.log(HELP)
    return 0
  } catch (error) {
    if (!(error instanceof OptionError)) throw error
    console.error(`${error.message}\n\n${HELP}`)
    return 1
  }
}

async function measured(options: BenchOptions): Promise<number> {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort())
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-bench-'))
  // Root's PostgreSQL runs as another user and has to pass through.
  await chmod(folder, 0o711)
  const releases: Releases = []
  let exitCode = 1
  try {
    exitCode = await conclude(options, await measureAll(options, { folder, releases, stop: stop.signal }))
  } catch (error) {
    if (stop.signal.aborted) exitCode = INTERRUPTED
    else console.error(error)
  }
  await release(releases)
  if (exitCode === 1) console.log(`Kept: the services' logs in ${folder}`)
  else await rm(folder, { recursive: true, force: true })
  return exitCode
}

interface Place {
  folder: string
  releases: Releases
  stop: AbortSignal
}

async function measureAll(options: BenchOptions, place: Place): Promise<Report> {
  const { profile, queues } = options
  const say = progress()
  say(`queue on ${queues.join(', then on ')}; starting PostgreSQL`)
  const postgres = await startDurablePostgres(place.folder, place.releases)
  const databaseUrl = await ensureDatabase(postgres, 'raw')
  const raw = await measureRawLoops({ profile, databaseUrl, hasRedis: OWN_REDIS, say })
  const columns: Report['columns'] = []
  for (const queue of queues) {
    columns.push({ queue, results: await measureColumn({ ...options, ...place, postgres, say, queue }) })
  }
  return { machine: machine(), profile: profile.name, raw, columns }
}

async function measureColumn(
  context: BenchOptions &
    Place & {
      postgres: Awaited<ReturnType<typeof startDurablePostgres>>
      say: (line: string) => void
      queue: Backend
    },
): Promise<Result[]> {
  const { only, queues, queue } = context
  // The second column shows what the backend changes.
  const isSecond = queue === 'postgres' && queues.length > 1
  const scenarios = SCENARIOS.filter(({ name, onPostgres }) =>
    only === undefined ? onPostgres || !isSecond : only.includes(name),
  )
  const results: Result[] = []
  for (const scenario of scenarios) {
    context.stop.throwIfAborted()
    context.say(`${scenario.name} on ${queue}: ${scenario.what}`)
    const say = (line: string) => context.say(`  ${line}`)
    const name = `bench_${queue}_${scenario.name.replaceAll('-', '_')}`
    const some = await withLab({ ...context, name, say }, scenario.run)
    for (const { scenario: title, value, faults } of some) say(`${title}: ${[value, ...faults].join('; ')}`)
    results.push(...some)
  }
  return results
}

async function conclude({ json, html }: BenchOptions, report: Report): Promise<number> {
  if (json !== undefined) await writeFile(json, `${JSON.stringify(report, undefined, 2)}\n`)
  if (html !== undefined) await writeFile(html, renderHtml(report))
  console.log(`\n${renderTable(report)}`)
  return failuresOf(report).length === 0 ? 0 : 1
}

/** Says when, since it takes a while. */
function progress(): (line: string) => void {
  const beganMs = performance.now()
  return (line) => {
    const seconds = Math.round((performance.now() - beganMs) / 1000)
    console.log(`${String(seconds).padStart(4)} s  ${line}`)
  }
}

function machine(): string {
  const [first] = cpus()
  return `${cpus().length} × ${first?.model.trim() ?? 'CPU'}, ${Math.round(totalmem() / GIB)} GiB, Node.js ${process.versions.node}`
}
