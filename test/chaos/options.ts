import { numberAbove, parseOptions, queueBackend } from '../harness/command-line.ts'

export const HELP = `Usage: npm run chaos [-- options]

Starts the services with their own PostgreSQL and Redis, injects every kind of fault under load in a random order,
and then reconciles what was accepted with what was delivered and what is recorded.

  --minutes N       how long load and faults last (default 1.5; settling takes up to 2 more)
  --rate N          events a second (default: 50 on Redis, 20 on PostgreSQL)
  --seed N          repeats the order of faults of an earlier run (default: random)
  --queue BACKEND   redis or postgres (default: redis where a redis-server is on the PATH)
  --json FILE       also writes the report as JSON
  --write           also writes the report into docs/reliability.md
  --help            this text

Exit code 0 if nothing was lost, invented or left unexplained, otherwise 1, which keeps logs and database.`

export interface ChaosOptions {
  minutes: number
  ratePerSecond: number
  seed: number
  queue: 'redis' | 'postgres'
  json: string | undefined
  write: boolean
}

const MINUTES_MAX = 24 * 60
/** What two cores manage with capacity to spare; with the queue on PostgreSQL each event costs more. */
const RATE_DEFAULT = { redis: 50, postgres: 20 } as const
const RATE_MAX = 1000

/**
 * Reads the command line.
 * @param defaults.hasRedis whether a redis-server can be stopped and started
 * @returns 'help' for --help
 * @throws OptionError
 */
export function readOptions(
  args: string[],
  { seed, hasRedis }: { seed: number; hasRedis: boolean },
): ChaosOptions | 'help' {
  const values = parse(args)
  if (values.help) return 'help'
  const queue = queueBackend(values.queue, { hasRedis })
  return {
    minutes: numberAbove('--minutes', values.minutes ?? '1.5', { above: 0, max: MINUTES_MAX }),
    ratePerSecond: numberAbove('--rate', values.rate ?? String(RATE_DEFAULT[queue]), {
      above: 0,
      max: RATE_MAX,
    }),
    seed: Math.trunc(
      numberAbove('--seed', values.seed ?? String(seed), { above: -1, max: Number.MAX_SAFE_INTEGER }),
    ),
    queue,
    json: values.json,
    write: values.write,
  }
}

function parse(args: string[]) {
  return parseOptions(args, {
    minutes: { type: 'string' },
    rate: { type: 'string' },
    seed: { type: 'string' },
    queue: { type: 'string' },
    json: { type: 'string' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  })
}
