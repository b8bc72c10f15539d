import { parseOptions, queueBackend, wholeNumber } from '../../test/harness/command-line.ts'

export const RATIO_MAX = 1.5
export const ENDPOINTS = 20

export const HELP = `Usage: npm run bench -- isolation [options]

Measures whether failing endpoints slow down others. ${ENDPOINTS} endpoints receive events at a steady rate, each event one
endpoint. In A all are healthy. In B, from the end of the warm-up on, one hangs for 10 s on each request and one refuses
connections. For the other ${ENDPOINTS - 2} the p95 from publish to arrival must stay within ${RATIO_MAX} times that of A. A and B take turns,
each with its own services, database and queue. Latency counts from the time at which an event was due to be published.

  --seconds N       duration of each A and each B (default 30)
  --warm-up N       seconds before that (default 10)
  --rate N          events a second, for all endpoints together (default 200)
  --pairs N         number of pairs of A and B (default 2)
  --queue BACKEND   redis or postgres (default: redis where a redis-server is on the PATH)
  --json FILE       writes the results as JSON, too
  --write           writes the results into docs/reliability.md, too
  --help            this text

It needs 1.5 idle cores, and waits up to two minutes before each turn for the machine to be idle.

Exit code 0 when the median of the pairs' ratios is at most ${RATIO_MAX} and nothing was lost, otherwise 1, which keeps the
services' logs. It is also 1 when the machine cannot keep up in A, because the ratio is then meaningless.`

export interface IsolationOptions {
  seconds: number
  warmUpSeconds: number
  ratePerSecond: number
  pairs: number
  queue: 'redis' | 'postgres'
  json: string | undefined
  write: boolean
}

const SECONDS_MAX = 3600
const RATE_MAX = 10_000
const PAIRS_MAX = 100

/**
 * Parses the command line.
 * @param defaults.hasRedis whether a redis-server can be started
 * @returns 'help' for --help
 * @throws OptionError
 */
export function readOptions(args: string[], { hasRedis }: { hasRedis: boolean }): IsolationOptions | 'help' {
  const values = parse(args)
  if (values.help) return 'help'
  return {
    seconds: wholeNumber('--seconds', values.seconds, { min: 1, max: SECONDS_MAX }),
    warmUpSeconds: wholeNumber('--warm-up', values['warm-up'], { min: 0, max: SECONDS_MAX }),
    ratePerSecond: wholeNumber('--rate', values.rate, { min: ENDPOINTS, max: RATE_MAX }),
    pairs: wholeNumber('--pairs', values.pairs, { min: 1, max: PAIRS_MAX }),
    queue: queueBackend(values.queue, { hasRedis }),
    json: values.json,
    write: values.write,
  }
}

function parse(args: string[]) {
  return parseOptions(args, {
    seconds: { type: 'string', default: '30' },
    'warm-up': { type: 'string', default: '10' },
    rate: { type: 'string', default: '200' },
    pairs: { type: 'string', default: '2' },
    queue: { type: 'string' },
    json: { type: 'string' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  })
}
