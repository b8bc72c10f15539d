/**
 * Loaded into every child (`node --import`). The IPC channel closes when the parent ends, also by kill -9: the child then
 * stops, gracefully if it can.
 */
import { isMainThread } from 'node:worker_threads'

const PATIENCE_MS = 10_000

if (isMainThread && process.channel) {
  process.once('disconnect', () => {
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), PATIENCE_MS).unref()
    process.kill(process.pid, 'SIGTERM')
  })
  // Does not keep the process running.
  process.channel.unref()
}
