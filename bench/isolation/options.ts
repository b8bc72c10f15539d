import { parseOptions, queueBackend, wholeNumber } from '../../test/harness/command-line.ts'

export const RATIO_MAX = 1.5
export const ENDPOINTS = 20

export const HELP = `Usage: npm run bench -- isolation [options]

One bad endpoint harms nobody: ${ENDPOINTS} endpoints get events at a steady rate, each event goes to one of them. In A all are
healthy. In B one of them hangs for 10 s on each request and one refuses connections, from the end of the warm-up on:
both have been well until then. For the other ${ENDPOINTS - 2} the p95 from publish to arrival stays within ${RATIO_MAX} times that of A.
A and B take turns, each with services, database and queue of its own. Latency counts from the moment at which an event
had to be published, whether or not it could be.

  --seconds N       how long each A and each B is measured (default 30)
  --warm-up N       seconds before that (default 10)
  --rate N          events a second, all endpoints together (default 200)
  --pairs N         how often A and B take turns (default 2)
  --queue BACKEND   redis or postgres (default: redis where a redis-server is on the PATH)
  --json FILE       writes the results as JSON, too
  --write           writes the results into docs/reliability.md, too
  --help            this text

It wants a machine of which it has 1.5 cores to itself, and waits up to two minutes before each turn for it to be quiet.

Exit code 0 when the median of the pairs' ratios is at most ${RATIO_MAX} and nothing was lost, otherwise 1; then the services'
logs are kept. A machine that does not keep up even with all healthy is 1, too: the ratio would say nothing.`

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
 * Reads the command line.
 * @param defaults.hasRedis whether there is a redis-server to be started
 * @returns 'help' when that is what was asked for
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
