import { writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { runCommandLine } from '../../test/harness/command-line.ts'
import { recordResult } from '../../test/harness/recorded-result.ts'
import { OWN_REDIS } from '../../test/harness/redis/redis.ts'
import { startDurablePostgres } from '../posthorn.ts'
import { type Workspace, withWorkspace } from '../workspace.ts'
import { HELP, type IsolationOptions, readOptions } from './options.ts'
import { measurePhase } from './phase.ts'
import { isGood, jsonReport, type Report, renderReport } from './report.ts'
import type { PhaseResult } from './results.ts'

/** `npm run bench -- isolation`, described in options.ts. Returns the exit code. */
export function measureIsolation(args: string[]): Promise<number> {
  return runCommandLine({
    read: () => readOptions(args, { hasRedis: OWN_REDIS }),
    help: HELP,
    work: (options) =>
      withWorkspace(async (workspace) => {
        const phases = await measurePhases(options, workspace)
        return conclude({ options, cores: availableParallelism(), phases })
      }),
  })
}

/** A, B, A, B: other load of the machine affects both alike. */
async function measurePhases(
  options: IsolationOptions,
  { folder, cleanup, stop }: Workspace,
): Promise<PhaseResult[]> {
  console.log(
    `Starting PostgreSQL; the queue is on ${options.queue === 'redis' ? 'its own Redis' : 'PostgreSQL, too'}`,
  )
  const postgres = await startDurablePostgres(folder, cleanup)
  const phases: PhaseResult[] = []
  for (let pair = 1; pair <= options.pairs; pair += 1) {
    for (const kind of ['A', 'B'] as const) {
      const name = `${kind.toLowerCase()}${pair}`
      phases.push(await measurePhase({ kind, name, options, postgres, folder, say: console.log, stop }))
      stop.throwIfAborted()
    }
  }
  return phases
}

async function conclude(report: Report): Promise<number> {
  if (report.options.json !== undefined) await writeFile(report.options.json, jsonReport(report))
  console.log(`\n${renderReport(report)}`)
  if (report.options.write) await record(report)
  return isGood(report) ? 0 : 1
}

function record(report: Report): Promise<void> {
  const { pairs, seconds, warmUpSeconds } = report.options
  return recordResult({
    file: 'docs/reliability.md',
    name: 'isolation',
    command: `npm run bench -- isolation --pairs ${pairs} --seconds ${seconds} --warm-up ${warmUpSeconds} --write`,
    measuredAt: new Date(),
    text: renderReport(report),
  })
}
