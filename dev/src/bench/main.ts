import path from 'node:path'
import { ROOT } from '../root.ts'
import { runProgram } from '../run-program.ts'
import { listenForStop } from '../stop-signals.ts'
import { chooseRedis } from '../test/redis.ts'

const { stop } = listenForStop()
// Never the Redis at REDIS_URL: its other load would be measured, too.
const { env } = chooseRedis({ ...process.env, REDIS_URL: undefined })
const script = path.join(ROOT, 'bench/main.ts')
process.exit(await runProgram({ script, args: process.argv.slice(2), env, stop }))
