import path from 'node:path'
import { ROOT } from '../root.ts'
import { runProgram } from '../run-program.ts'
import { listenForStop } from '../stop-signals.ts'

const HELP = `Usage: npm run generators [-- <name>...]

Generates clients from docs/openapi.json with common code generators, compiles them and uses them with a running Posthorn:
openapi-typescript; openapi-python-client, which calls every operation on a tenant; oapi-codegen; openapi-generator for Go,
Java and Python. Then schemathesis calls every operation with valid and invalid requests.

A name selects one generator: npm run generators -- oapi-codegen. Generators whose tools (python3, go, java with mvn) or
registries are missing are skipped, and the output lists them. Installed tools are kept in node_modules/.cache/generators.

The requests of schemathesis are generated from a seed, which differs in each run and is shown with a failure.
TEST_SCHEMATHESIS_SEED=<number> sets it.`

const args = process.argv.slice(2)
if (args.includes('--help') || args.includes('-h')) {
  console.log(HELP)
} else {
  const { stop } = listenForStop()
  const script = path.join(ROOT, 'dev/src/test/main.ts')
  // Two at a time: each uses a whole core.
  const options = ['--project', 'generators', '--maxWorkers', '2']
  process.exit(await runProgram({ script, args: [...options, ...args], stop }))
}
