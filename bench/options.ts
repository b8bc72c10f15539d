import { OptionError, parseOptions } from '../test/harness/command-line.ts'
import { PROFILES, type Profile } from './profile.ts'
import { SCENARIOS } from './scenarios/catalogue.ts'

export const HELP = `Usage: npm run bench -- [options]
       npm run bench -- isolation [options]

Starts the services with their own PostgreSQL and Redis, a load generator and receivers as processes, measures, checks that
nothing was lost or duplicated, and prints a table.

${SCENARIOS.map(({ name, what }) => `  ${name.padEnd(16)}${what}`).join('\n')}
  isolation       separate: the effect of failing endpoints on others ("isolation --help")

  --only NAMES       only these scenarios, separated by commas
  --quick            a minute instead of half an hour: detects a collapse only, and skips scenarios that need more time
  --queue BACKEND    redis, postgres, or both (default: both where a redis-server is on the PATH, otherwise postgres)
  --json FILE        writes the results as JSON, too
  --write            writes the table into bench/RESULTS.md, too, also with --only filters; with --only fairness into
                     docs/reliability.md
  --html FILE        writes a page with latency curves, too
  --cpu-prof FOLDER  writes a CPU profile of each service there, for Chrome's developer tools
  --help             this text

Exit code 0 when nothing was lost, duplicated or refused, and with --quick no rate has collapsed relative to its raw loop.`

export type Backend = 'redis' | 'postgres'

export interface BenchOptions {
  profile: Profile
  only: readonly string[] | undefined
  queues: readonly Backend[]
  json: string | undefined
  html: string | undefined
  /** The recorded result that this run replaces. */
  record: { file: string; name: string } | undefined
  cpuProf: string | undefined
}

/**
 * Parses the command line.
 * @returns 'help' for --help
 * @throws OptionError
 */
export function readOptions(args: string[], { hasRedis }: { hasRedis: boolean }): BenchOptions | 'help' {
  const values = parse(args)
  if (values.help) return 'help'
  const only = values.only?.split(',')
  const unknown = only?.find((name) => !SCENARIOS.some((scenario) => scenario.name === name))
  if (unknown !== undefined) {
    const names = SCENARIOS.map(({ name }) => name).join(', ')
    throw new OptionError(`--only: expected scenarios of ${names}, got "${unknown}"`)
  }
  return {
    profile: values.quick ? PROFILES.quick : PROFILES.full,
    only,
    queues: queuesOf(values.queue, { hasRedis, isQuick: values.quick }),
    json: values.json,
    html: values.html,
    record: values.write ? recordOf({ only, isQuick: values.quick }) : undefined,
    cpuProf: values['cpu-prof'],
  }
}

/** Documents show complete tables of full runs only. */
function recordOf({ only, isQuick }: { only: readonly string[] | undefined; isQuick: boolean }) {
  if (isQuick) throw new OptionError('--write: the documents show full runs, omit --quick')
  if (only === undefined) return { file: 'bench/RESULTS.md', name: 'bench' }
  if (only.join() === 'filters') return { file: 'bench/RESULTS.md', name: 'filters' }
  if (only.join() === 'fairness') return { file: 'docs/reliability.md', name: 'fairness' }
  throw new OptionError(
    `--write: expected every scenario, --only fairness or --only filters, got --only ${only.join()}: the rest of the table would be lost`,
  )
}

function queuesOf(
  queue: string | undefined,
  { hasRedis, isQuick }: { hasRedis: boolean; isQuick: boolean },
): readonly Backend[] {
  if ((queue === 'redis' || queue === 'both') && !hasRedis) {
    throw new OptionError(`--queue ${queue}: there is no redis-server on the PATH`)
  }
  switch (queue) {
    case 'redis':
    case 'postgres':
      return [queue]
    case 'both':
      return ['redis', 'postgres']
    case undefined:
      if (!hasRedis) return ['postgres']
      return isQuick ? ['redis'] : ['redis', 'postgres']
    default:
      throw new OptionError(`--queue: expected redis, postgres or both, got "${queue}"`)
  }
}

function parse(args: string[]) {
  return parseOptions(args, {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    queue: { type: 'string' },
    json: { type: 'string' },
    html: { type: 'string' },
    write: { type: 'boolean', default: false },
    'cpu-prof': { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  })
}
