import { existsSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from '../root.ts'
import { runProgram } from '../run-program.ts'
import { listenForStop } from '../stop-signals.ts'

const HELP = `Usage: npm run test:ha [-- <Vitest options>]

Tests failover, connection pooling, backup and restore with real servers of Debian's packages postgresql, redis-server and
pgbouncer. What it leaves out because a package is missing, it says.`

/** Where Debian's packages are, without which no test can run. */
const POSTGRES = '/usr/lib/postgresql'

const args = process.argv.slice(2)
if (args.includes('--help') || args.includes('-h')) {
  console.log(HELP)
} else if (!existsSync(POSTGRES)) {
  console.log(
    `Left out: every test, because ${POSTGRES} does not exist (apt-get install postgresql redis-server pgbouncer).`,
  )
} else {
  const { stop } = listenForStop()
  const script = path.join(ROOT, 'dev/src/test/main.ts')
  process.exit(await runProgram({ script, args: ['--project', 'ha', ...args], stop }))
}
