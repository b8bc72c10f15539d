import path from 'node:path'
import { loadEnvironmentFile } from '../environment-file.ts'
import { ROOT } from '../root.ts'
import { runProgram } from '../run-program.ts'
import { listenForStop } from '../stop-signals.ts'

loadEnvironmentFile()
const { stop } = listenForStop()
const script = path.join(ROOT, 'services/api/src/admin-cli/main.ts')
process.exit(await runProgram({ script, args: process.argv.slice(2), stop }))
