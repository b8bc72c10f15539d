import { OptionError, parseOptions, wholeNumber } from '../test/harness/command-line.ts'
import { commitOf } from './compare/commit.ts'
import { PROFILES, type Profile } from './profile.ts'
import { SCENARIO_SETS, SCENARIOS } from './scenarios/catalogue.ts'

const ROUNDS = 2
const ROUNDS_MAX = 20

export const HELP = `Usage: npm run bench -- [options]
       npm run bench -- isolation [options]
       npm run bench -- verify [options]

Starts the services with their own PostgreSQL and Redis, a load generator and receivers as processes, measures, checks that
nothing was lost or duplicated, and prints a table.

${SCENARIOS.map(({ name, what }) => `  ${name.padEnd(16)}${what}`).join('\n')}
  isolation       separate: the effect of failing endpoints on others ("isolation --help")
  verify          separate: what verifying through the catalogue of providers costs ("verify --help")

  --only NAMES       only these scenarios, separated by commas; "targets" for ${SCENARIO_SETS['targets']?.join(', ')}
  --compare COMMIT   runs this commit and the working tree in turns, with the same load, and prints the ratio of each
                     figure instead of the table; use --only with it
  --rounds N         so often for each of the two (default: ${ROUNDS})
  --quick            a minute instead of most of an hour: detects a collapse only, and skips scenarios that need more time
  --queue BACKEND    redis, postgres, or both (default: both where a redis-server is on the PATH, otherwise postgres)
  --json FILE        writes the results as JSON, too
  --write            writes the table into bench/RESULTS.md, too, also with --only targets, --only filters or --compare;
                     with --only fairness into docs/reliability.md
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
  record: { file: string; name: string; command: string } | undefined
  compare: CompareOptions | undefined
  cpuProf: string | undefined
}

export interface CompareOptions {
  /** The full name of the commit. */
  commit: string
  rounds: number
}

/**
 * Parses the command line.
 * @returns 'help' for --help
 * @throws OptionError
 */
export function readOptions(args: string[], { hasRedis }: { hasRedis: boolean }): BenchOptions | 'help' {
  const values = parse(args)
  if (values.help) return 'help'
  return {
    profile: values.quick ? PROFILES.quick : PROFILES.full,
    only: values.only === undefined ? undefined : scenarioNames(values.only),
    queues: queuesOf(values.queue, { hasRedis, isQuick: values.quick }),
    json: values.json,
    html: values.html,
    record: values.write ? recordOf(values) : undefined,
    cpuProf: values['cpu-prof'],
    compare: compareOf(values),
  }
}

/** Replaces each name of a set by those of its scenarios. */
function scenarioNames(list: string): string[] {
  return list.split(',').flatMap((name) => {
    const names = Object.hasOwn(SCENARIO_SETS, name) ? SCENARIO_SETS[name] : undefined
    if (names !== undefined) return names
    if (SCENARIOS.some((scenario) => scenario.name === name)) return [name]
    const known = [...SCENARIOS.map((scenario) => scenario.name), ...Object.keys(SCENARIO_SETS)].join(', ')
    throw new OptionError(`--only: expected scenarios of ${known}, got "${name}"`)
  })
}

type Values = ReturnType<typeof parse>

function compareOf({ compare, rounds, html }: Values): CompareOptions | undefined {
  if (compare === undefined && rounds !== undefined) throw new OptionError('--rounds: needs --compare')
  if (compare === undefined) return undefined
  if (html !== undefined) throw new OptionError('--html: shows one version, omit --compare')
  return {
    commit: commitOf(compare),
    rounds: rounds === undefined ? ROUNDS : wholeNumber('--rounds', rounds, { min: 1, max: ROUNDS_MAX }),
  }
}

/** Documents show complete tables of full runs only. */
function recordOf({ only, quick, compare, rounds }: Values): BenchOptions['record'] {
  if (quick) throw new OptionError('--write: the documents show full runs, omit --quick')
  const options = [
    only === undefined ? '' : `--only ${only} `,
    compare === undefined ? '' : `--compare ${compare} `,
    rounds === undefined ? '' : `--rounds ${rounds} `,
  ]
  return { ...recordedBlock(only, compare), command: `npm run bench -- ${options.join('')}--write` }
}

function recordedBlock(
  only: string | undefined,
  compare: string | undefined,
): { file: string; name: string } {
  if (compare !== undefined) return { file: 'bench/RESULTS.md', name: 'comparison' }
  switch (only) {
    case undefined:
      return { file: 'bench/RESULTS.md', name: 'bench' }
    case 'targets':
    case 'filters':
      return { file: 'bench/RESULTS.md', name: only }
    case 'fairness':
      return { file: 'docs/reliability.md', name: only }
    default:
      throw new OptionError(
        `--write: expected every scenario, or --only targets, fairness or filters, got --only ${only}: the rest of the table would be lost`,
      )
  }
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
    compare: { type: 'string' },
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    queue: { type: 'string' },
    json: { type: 'string' },
    html: { type: 'string' },
    write: { type: 'boolean', default: false },
    'cpu-prof': { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  })
}
