import path from 'node:path'
import { ROOT } from '../root.ts'
import { runProgram } from '../run-program.ts'
import { listenForStop } from '../stop-signals.ts'

const HELP = `Usage: npm run generators [-- <name>...]

Makes clients from docs/openapi.json with common code generators, compiles what they make and uses it with a running
Posthorn: openapi-typescript; openapi-python-client, which leads a tenant through its whole life; oapi-codegen;
openapi-generator for Go, Java and Python. Then schemathesis calls every operation with what the document allows and what
it does not.

A name chooses one of them: npm run generators -- oapi-codegen. Without python3, go, java with mvn, or their registries, what
needs them is left out, and the output says so. What is installed is kept in node_modules/.cache/generators.`

const args = process.argv.slice(2)
if (args.includes('--help') || args.includes('-h')) {
  console.log(HELP)
} else {
  const { stop } = listenForStop()
  const script = path.join(ROOT, 'dev/src/test/main.ts')
  // Two at a time: each of them keeps a core busy.
  const options = ['--project', 'generators', '--maxWorkers', '2']
  process.exit(await runProgram({ script, args: [...options, ...args], stop }))
}
