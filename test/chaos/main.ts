/** Entry point of `npm run chaos`: options are in options.ts, the run is in run.ts. */
import { randomInt } from 'node:crypto'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCleanupStack } from '@posthorn/runtime'
import { runCommandLine } from '../harness/command-line.ts'
import { recordResult } from '../harness/recorded-result.ts'
import { OWN_REDIS } from '../harness/redis/redis.ts'
import { type ChaosOptions, HELP, readOptions } from './options.ts'
import { hasPassed, renderReport } from './report.ts'
import { run } from './run.ts'

const SEED_MAX = 1_000_000
/** Five-minute load average per core from which results are unreliable. */
const BUSY = 2.5

async function chaos(options: ChaosOptions): Promise<number> {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort())
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-chaos-'))
  // PostgreSQL runs as another user when started by root, and needs access.
  await chmod(folder, 0o711)
  const cleanup = createCleanupStack({ error: ({ err, part }) => console.error(part, err) })
  console.log(
    `Chaos for ${options.minutes} minutes, queue on ${options.queue}, seed ${options.seed}; logs in ${folder}`,
  )
  let good = false
  try {
    const report = await run(options, { folder, say: console.log, stop: stop.signal, cleanup })
    good = hasPassed(report)
    const json = `${JSON.stringify(report, undefined, 2)}\n`
    if (options.json !== undefined) await writeFile(options.json, json)
    if (!good) await writeFile(join(folder, 'report.json'), json)
    console.log(`\n${renderReport(report)}`)
    if (options.write) await record(options, renderReport(report))
    warnOfBusyMachine()
  } catch (error) {
    console.error(error)
  }
  await cleanup.run()
  if (good) await rm(folder, { recursive: true, force: true })
  else console.log(`\nKept: logs of the services, report.json and the database files in ${folder}`)
  return good ? 0 : 1
}

function record({ minutes, seed }: ChaosOptions, text: string): Promise<void> {
  return recordResult({
    file: 'docs/reliability.md',
    name: 'chaos',
    command: `npm run chaos -- --minutes ${minutes} --seed ${seed} --write`,
    measuredAt: new Date(),
    text,
  })
}

/** On a busy machine, replies that are due within seconds come late. */
function warnOfBusyMachine(): void {
  const [, load = 0] = loadavg()
  const cores = availableParallelism()
  if (load < BUSY * cores) return
  console.log(
    `\nThe machine is busy: load ${load.toFixed(1)} on ${cores} cores. This may explain late replies.`,
  )
}

process.exit(
  await runCommandLine({
    read: () => readOptions(process.argv.slice(2), { seed: randomInt(SEED_MAX), hasRedis: OWN_REDIS }),
    help: HELP,
    work: chaos,
  }),
)
