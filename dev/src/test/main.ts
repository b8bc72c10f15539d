import { mkdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { COMPILE_CACHE } from '../compile-cache.ts'
import { type PostgresServer, startPostgres } from '../postgres/index.ts'
import { programOf, runProgram } from '../run-program.ts'
import { listenForStop } from '../stop-signals.ts'
import { explain } from '../user-error.ts'
import { missingTools } from './missing-tools.ts'
import { chooseRedis } from './redis.ts'
import { type Counts, countTests, Report, renderCounts } from './report.ts'
import { removeAbandonedFolders, temporaryFolder } from './temporary-folder.ts'

const HELP = `Usage: npm test [-- <Vitest options>]

Runs the tests on the embedded PostgreSQL, and also on Redis when REDIS_URL is set or a redis-server is on the
PATH. Options are passed to Vitest: "npm test -- --project unit", "npm test -- retry-schedule", "npm test -- --changed".`

const DEFAULT_PROJECTS = ['unit', 'shared', 'own'].flatMap((name) => ['--project', name])

type Outcome = { exitCode: number; counts: Counts }

async function testInFolder(folder: string, vitestArgs: string[], stop: AbortSignal): Promise<Outcome> {
  console.log('Starting PostgreSQL for the tests')
  const postgres = await startPostgres({ dataDir: path.join(folder, 'postgres'), durable: false })
  try {
    return await runVitest({ folder, vitestArgs, postgres, stop })
  } finally {
    await postgres.stop({ hurry: stop.aborted })
    // For root it may be outside the temporary directory.
    await rm(postgres.home, { recursive: true, force: true })
  }
}

async function runVitest({
  folder,
  vitestArgs,
  postgres,
  stop,
}: {
  folder: string
  vitestArgs: string[]
  postgres: PostgresServer
  stop: AbortSignal
}): Promise<Outcome> {
  const reportFile = path.join(folder, 'report.json')
  const redis = chooseRedis(process.env)
  const exitCode = await runProgram({
    script: programOf('vitest', 'vitest'),
    args: [
      'run',
      '--reporter=default',
      '--reporter=json',
      '--reporter=./test/harness/shared/report-end.ts',
      `--outputFile.json=${reportFile}`,
      ...chosen(vitestArgs),
    ],
    env: {
      ...redis.env,
      TEST_POSTGRES_URL: postgres.url('postgres'),
      // The services are started hundreds of times and share V8's compile cache, with later runs, too.
      NODE_COMPILE_CACHE: COMPILE_CACHE,
    },
    stop,
  })
  if (redis.leftOut) console.log(redis.leftOut)
  for (const line of missingTools(process.env['PATH'] ?? '')) console.log(line)
  // A change may touch no test.
  const mayBeEmpty = vitestArgs.some((arg) => arg.startsWith('--changed'))
  return resultOf(exitCode, await readCounts(reportFile), { mayBeEmpty })
}

/** By default: all but the slow projects. */
function chosen(vitestArgs: string[]): string[] {
  const isChosen = vitestArgs.some((arg) => arg.startsWith('--project'))
  return isChosen ? vitestArgs : [...DEFAULT_PROJECTS, ...vitestArgs]
}

function resultOf(
  exitCode: number,
  counts: Counts | undefined,
  { mayBeEmpty }: { mayBeEmpty: boolean },
): Outcome {
  if (!counts) {
    console.log('Vitest did not get to its report.')
    return { exitCode: exitCode || 1, counts: { passed: 0, failed: 1, skipped: 0 } }
  }
  if (counts.passed + counts.failed === 0) console.log('No test ran.')
  if (exitCode !== 0 && counts.failed === 0) console.log('Vitest failed outside the tests: see above.')
  const isGood = counts.failed === 0 && (counts.passed > 0 || mayBeEmpty)
  return { exitCode: isGood ? exitCode : exitCode || 1, counts }
}

async function readCounts(reportFile: string): Promise<Counts | undefined> {
  const text = await readFile(reportFile, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : countTests(Report.parse(JSON.parse(text)))
}

async function test(vitestArgs: string[]): Promise<number> {
  const { stop } = listenForStop()
  const folder = temporaryFolder()
  removeAbandonedFolders()
  try {
    // PostgreSQL of root runs as another user, which must be able to enter the directory.
    await mkdir(folder, { mode: 0o711 })
    const { exitCode, counts } = await testInFolder(folder, vitestArgs, stop)
    console.log(stop.aborted ? 'Interrupted.' : renderCounts(counts))
    return stop.aborted ? 130 : exitCode
  } catch (error) {
    console.error(explain(error))
    return 1
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const args = process.argv.slice(2)
if (args.includes('--help') || args.includes('-h')) {
  console.log(HELP)
} else {
  process.exit(await test(args))
}
