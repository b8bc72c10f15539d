import { randomInt } from 'node:crypto'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { ROOT } from '../root.ts'
import { runProgram } from '../run-program.ts'
import { listenForStop } from '../stop-signals.ts'

const SEED_MAX = 1_000_000
const MINUTES_MAX = 24 * 60

const HELP = `Usage: npm run fuzz [-- options]

Starts the API on its own database and calls every operation of docs/openapi.json with valid, almost valid and random
requests. A failure is a 5xx, or a reply that the document does not describe.

  --minutes N       total duration (default 1)
  --seed N          repeats the calls of a previous run (default: a new seed)
  --operation NAME  calls only the operation with this operationId
  --help            this text

Exit code 0 when there is no failure. \`npm test\` runs it for a few seconds.`

const { stop } = listenForStop()
process.exit(await main(process.argv.slice(2)))

async function main(args: string[]): Promise<number> {
  const options = readOptions(args)
  if (options === undefined) return 1
  if (options.help) {
    console.log(HELP)
    return 0
  }
  const env = {
    FUZZ_SECONDS: String(Number(options.minutes) * 60),
    FUZZ_SEED: options.seed,
    FUZZ_OPERATION: options.operation,
  }
  const script = path.join(ROOT, 'dev/src/test/main.ts')
  return runProgram({ script, args: ['--project', 'own', 'test/e2e/own/api/fuzz.test.ts'], env, stop })
}

function readOptions(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        minutes: { type: 'string', default: '1' },
        seed: { type: 'string', default: String(randomInt(SEED_MAX)) },
        operation: { type: 'string', default: '' },
      },
    })
    const minutes = Number(values.minutes)
    if (!(minutes > 0 && minutes <= MINUTES_MAX)) {
      throw new Error(`--minutes: expected a number up to ${MINUTES_MAX}, got "${values.minutes}"`)
    }
    if (!/^\d{1,9}$/.test(values.seed)) throw new Error(`--seed: expected a number, got "${values.seed}"`)
    return values
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`)
    return undefined
  }
}
