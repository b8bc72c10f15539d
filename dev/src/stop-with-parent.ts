/**
 * Loaded into every child (`node --import`). The IPC channel to the parent closes when the parent is gone, kill -9
 * included: the child then stops, tidily if it can.
 */
import { isMainThread } from 'node:worker_threads'

const PATIENCE_MS = 10_000

if (isMainThread && process.channel) {
  process.once('disconnect', () => {
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), PATIENCE_MS).unref()
    process.kill(process.pid, 'SIGTERM')
  })
  // Not a reason to stay alive when all work is done.
  process.channel.unref()
}
