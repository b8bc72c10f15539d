import { ensureDatabase, type PostgresServer } from '@posthorn/dev/postgres'
import { OWN_REDIS } from '../test/harness/redis/redis.ts'
import { withLab } from './lab.ts'
import { describeMachine, untilQuiet } from './machine.ts'
import type { Backend, BenchOptions } from './options.ts'
import { startDurablePostgres } from './posthorn.ts'
import { createRawMeter, type RawMeter } from './raw/raw-meter.ts'
import type { Report } from './report/report.ts'
import type { ComparedResult } from './result.ts'
import type { Scenario } from './scenarios/scenario.ts'
import { scenariosOn } from './scenarios/select-scenarios.ts'
import type { Workspace } from './workspace.ts'

interface Context extends BenchOptions, Workspace {
  postgres: PostgresServer
  raw: RawMeter
  say: (line: string) => void
}

/** Measures the working tree: each scenario beside its raw loop. */
export async function measureAll(
  options: BenchOptions,
  workspace: Workspace,
  say: (line: string) => void,
): Promise<Report> {
  const { profile, queues, only } = options
  say(`queue on ${queues.join(', then on ')}; starting PostgreSQL`)
  const postgres = await startDurablePostgres(workspace.folder, workspace.cleanup)
  const databaseUrl = await ensureDatabase(postgres, 'raw')
  const raw = createRawMeter({ profile, databaseUrl, say: (line) => say(`  raw: ${line}`) })
  // The other loops are measured beside the scenarios that are compared with them.
  if (OWN_REDIS && only === undefined) await raw.rate('queue')
  const context = { ...options, ...workspace, postgres, raw, say }
  const columns: Report['columns'] = []
  for (const queue of queues) {
    const results: ComparedResult[] = []
    for (const scenario of scenariosOn(queue, options)) {
      workspace.stop.throwIfAborted()
      results.push(...(await measureScenario(context, queue, scenario)))
    }
    columns.push({ queue, results })
  }
  return { machine: describeMachine(), profile: profile.name, raw: raw.ranges(), columns }
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
