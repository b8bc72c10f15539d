import path from 'node:path'
import { ROOT } from '../root.ts'
import { runProgram } from '../run-program.ts'
import { listenForStop } from '../stop-signals.ts'

const HELP = `Usage: npm run test:plans [-- <Vitest options>]

Tests the query plans of the services' most frequent statements with a million deliveries. A test fails when a statement
reads more rows than it returns or changes, and when a page of the dashboard takes longer than a second. TEST_PLANS_ROWS=10000000 uses more deliveries.`

const ROWS = '1000000'

const args = process.argv.slice(2)
if (args.includes('--help') || args.includes('-h')) {
  console.log(HELP)
} else {
  const { stop } = listenForStop()
  const script = path.join(ROOT, 'dev/src/test/main.ts')
  const env = { TEST_PLANS_ROWS: process.env['TEST_PLANS_ROWS'] ?? ROWS }
  process.exit(await runProgram({ script, args: ['--project', 'plans', ...args], env, stop }))
}
