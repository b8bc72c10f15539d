import path from 'node:path'
import { ROOT } from '../root.ts'
import { runProgram } from '../run-program.ts'
import { listenForStop } from '../stop-signals.ts'

const { stop } = listenForStop()
const script = path.join(ROOT, 'test/providers/main.ts')
process.exit(await runProgram({ script, args: process.argv.slice(2), stop }))
