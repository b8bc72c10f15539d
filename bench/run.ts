import { writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { ensureDatabase, type PostgresServer } from '@posthorn/dev/postgres'
import { runCommandLine } from '../test/harness/command-line.ts'
import { recordResult } from '../test/harness/recorded-result.ts'
import { OWN_REDIS } from '../test/harness/redis/redis.ts'
import { withLab } from './lab.ts'
import { untilQuiet } from './machine.ts'
import { type Backend, type BenchOptions, HELP, readOptions } from './options.ts'
import { startDurablePostgres } from './posthorn.ts'
import { createRawMeter, type RawMeter } from './raw/raw-meter.ts'
import { renderHtml } from './report/html.ts'
import { failuresOf, type Report } from './report/report.ts'
import { renderTables } from './report/table.ts'
import type { ComparedResult } from './result.ts'
import { SCENARIOS } from './scenarios/catalogue.ts'
import type { Scenario } from './scenarios/scenario.ts'
import { type Workspace, withWorkspace } from './workspace.ts'

const GIB = 1024 ** 3

/** `npm run bench`, described in options.ts. Returns the exit code. */
export function bench(args: string[]): Promise<number> {
  return runCommandLine({
    read: () => readOptions(args, { hasRedis: OWN_REDIS }),
    help: HELP,
    work: (options) =>
      withWorkspace(async (workspace) => conclude(options, await measureAll(options, workspace))),
  })
}

interface Context extends BenchOptions, Workspace {
  postgres: PostgresServer
  raw: RawMeter
  say: (line: string) => void
}

async function measureAll(options: BenchOptions, workspace: Workspace): Promise<Report> {
  const { profile, queues, only } = options
  const say = progress()
  say(`queue on ${queues.join(', then on ')}; starting PostgreSQL`)
  const postgres = await startDurablePostgres(workspace.folder, workspace.cleanup)
  const databaseUrl = await ensureDatabase(postgres, 'raw')
  const raw = createRawMeter({ profile, databaseUrl, say: (line) => say(`  raw: ${line}`) })
  // The other loops are measured beside the scenarios that are compared with them.
  if (OWN_REDIS && only === undefined) await raw.rate('queue')
  const columns: Report['columns'] = []
  for (const queue of queues) {
    const results = await measureColumn({ ...options, ...workspace, postgres, raw, say }, queue)
    columns.push({ queue, results })
  }
  return { machine: machine(), profile: profile.name, raw: raw.ranges(), columns }
}

async function measureColumn(context: Context, queue: Backend): Promise<ComparedResult[]> {
  const { only, queues, profile } = context
  // The second column only has scenarios that depend on the backend.
  const isSecond = queue === 'postgres' && queues.length > 1
  const scenarios = SCENARIOS.filter(
    ({ name, onPostgres, inQuick, isNamedOnly }) =>
      (onPostgres || !isSecond) &&
      (only?.includes(name) ?? (isNamedOnly !== true && (inQuick || profile.name !== 'quick'))),
  )
  const results: ComparedResult[] = []
  for (const scenario of scenarios) {
    context.stop.throwIfAborted()
    results.push(...(await measureScenario(context, queue, scenario)))
  }
  return results
}

/** Runs a scenario between two measurements of its raw loop, because a share needs the same machine speed. */
async function measureScenario(
  { profile, stop, raw, ...context }: Context,
  queue: Backend,
  scenario: Scenario,
): Promise<ComparedResult[]> {
  const { of: loop } = scenario
  context.say(`${scenario.name} on ${queue}: ${scenario.what}`)
  const say = (line: string) => context.say(`  ${line}`)
  const name = `bench_${queue}_${scenario.name.replaceAll('-', '_')}`
  if (profile.quietSecondsMax > 0) await untilQuiet(say, stop, profile.quietSecondsMax)
  const before = loop === undefined ? undefined : await raw.rate(loop)
  const results = await withLab({ ...context, profile, stop, queue, name, say }, scenario.run)
  for (const { scenario: title, value, violations } of results)
    say(`${title}: ${[value, ...violations].join('; ')}`)
  if (loop === undefined || before === undefined) return results
  const rawRates = { loop, before, after: await raw.rate(loop) }
  return results.map((result) => ({ ...result, rawRates }))
}

async function conclude({ json, html, record, only }: BenchOptions, report: Report): Promise<number> {
  if (json !== undefined) await writeFile(json, `${JSON.stringify(report, undefined, 2)}\n`)
  if (html !== undefined) await writeFile(html, renderHtml(report))
  console.log(`\n${renderTables(report)}`)
  if (record !== undefined) {
    const command = `npm run bench -- ${only === undefined ? '' : `--only ${only.join()} `}--write`
    await recordResult({ ...record, command, measuredAt: new Date(), text: renderTables(report) })
  }
  return failuresOf(report).length === 0 ? 0 : 1
}

/** Prints lines with the elapsed time. */
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
