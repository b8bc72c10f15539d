import path from 'node:path'
import { ROOT } from '../root.ts'
import { runProgram } from '../run-program.ts'
import { listenForStop } from '../stop-signals.ts'
import { chooseRedis } from '../test/redis.ts'

const { stop } = listenForStop()
const { env } = chooseRedis({ ...process.env, REDIS_URL: undefined })
// Never the Redis at REDIS_URL: this breaks its Redis.
if (env['TEST_REDIS_SERVER'] === undefined) {
  console.log('No redis-server on the PATH: the queue is on PostgreSQL only.')
}
const script = path.join(ROOT, 'test/chaos/main.ts')
process.exit(await runProgram({ script, args: process.argv.slice(2), env, stop }))
