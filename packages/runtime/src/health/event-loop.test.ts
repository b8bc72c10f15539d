import { expect, it } from 'vitest'
import { watchEventLoop } from './event-loop.ts'

const BLOCKED_MS = 60

/** Blocks until this thread has used so much CPU time, which is what a watch measures. */
function block(): void {
  const start = process.threadCpuUsage()
  while (process.threadCpuUsage(start).user + process.threadCpuUsage(start).system < BLOCKED_MS * 1000);
}

/** The timer of the watches is due before, and so has run. */
const nextTimers = () => new Promise((resolve) => setTimeout(resolve, 30))

it('each watch of a process reports the longest block since its own last call', async () => {
  const [first, second] = [watchEventLoop(), watchEventLoop()]
  await nextTimers()
  block()
  await nextTimers()
  expect(first.takeLongestBlockMs()).toBeGreaterThan(BLOCKED_MS / 2)
  expect(first.takeLongestBlockMs()).toBeLessThan(BLOCKED_MS / 2)
  expect(second.takeLongestBlockMs()).toBeGreaterThan(BLOCKED_MS / 2)
})
