import type { PostgresServer } from '@posthorn/dev/postgres'
import { withLab } from '../lab.ts'
import { describeMachine, untilQuiet } from '../machine.ts'
import type { Backend, BenchOptions, CompareOptions } from '../options.ts'
import { startDurablePostgres } from '../posthorn.ts'
import type { Result } from '../result.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { scenariosOn } from '../scenarios/select-scenarios.ts'
import { type Version, WORKING_TREE } from '../version.ts'
import type { Workspace } from '../workspace.ts'
import { checkOutVersion } from './check-out-version.ts'
import { type Comparison, compareRounds } from './comparison.ts'

interface Context extends BenchOptions, Workspace {
  postgres: PostgresServer
  say: (line: string) => void
  rounds: number
  base: Version
  failures: string[]
}

/**
 * Measures another commit and the working tree in turns, scenario by scenario: a shared machine changes its speed within minutes.
 * Both have the same load, receivers, PostgreSQL, Redis and Node.js.
 */
export async function compareVersions(
  options: BenchOptions & { compare: CompareOptions },
  workspace: Workspace,
  say: (line: string) => void,
): Promise<Comparison> {
  const { commit, rounds } = options.compare
  say(`installing commit ${commit.slice(0, 12)}`)
  const base = await checkOutVersion(commit, workspace.cleanup)
  const postgres = await startDurablePostgres(workspace.folder, workspace.cleanup)
  const failures: string[] = []
  const context = { ...options, ...workspace, postgres, say, rounds, base, failures }
  const columns: Comparison['columns'] = []
  for (const queue of options.queues) {
    const figures: Comparison['columns'][number]['figures'] = []
    for (const scenario of scenariosOn(queue, options)) {
      say(`${scenario.name} on ${queue}: ${scenario.what}`)
      figures.push(...compareRounds(await measureRounds(context, queue, scenario)))
    }
    columns.push({ queue, figures })
  }
  return { machine: describeMachine(), profile: options.profile.name, commit, rounds, columns, failures }
}

async function measureRounds(
  context: Context,
  queue: Backend,
  scenario: Scenario,
): Promise<{ base: Result[][]; now: Result[][] }> {
  const base: Result[][] = []
  const now: Result[][] = []
  for (let round = 1; round <= context.rounds; round += 1) {
    base.push(await measureVersion({ ...context, version: context.base }, { queue, scenario, round }))
    now.push(await measureVersion({ ...context, version: WORKING_TREE }, { queue, scenario, round }))
  }
  return { base, now }
}

/** @returns nothing when this version cannot run the scenario, which fails the run in the end */
async function measureVersion(
  { profile, stop, version, failures, ...context }: Context & { version: Version },
  { queue, scenario, round }: { queue: Backend; scenario: Scenario; round: number },
): Promise<Result[]> {
  stop.throwIfAborted()
  const say = (line: string) => context.say(`  ${version.name} ${round}: ${line}`)
  const name = `bench_${queue}_${scenario.name.replaceAll('-', '_')}_${version.name}_${round}`
  if (profile.quietSecondsMax > 0) await untilQuiet(say, stop, profile.quietSecondsMax)
  try {
    const results = await withLab({ ...context, profile, stop, version, queue, name, say }, scenario.run)
    for (const { scenario: title, value, violations } of results) {
      say(`${title}: ${[value, ...violations].join('; ')}`)
      for (const each of violations) failures.push(`${title} (queue on ${queue}, ${version.name}): ${each}`)
    }
    return results
  } catch (error) {
    stop.throwIfAborted()
    const sentence = error instanceof Error ? error.message : String(error)
    failures.push(`${scenario.name} (queue on ${queue}, ${version.name}): ${sentence}`)
    say(sentence)
    return []
  }
}
