import { beforeEach, describe, expect, it, vi } from 'vitest'
import { runEvery } from './run-every.ts'

const { pauses } = vi.hoisted(() => ({ pauses: [] as number[] }))
vi.mock('node:timers/promises', () => ({ setTimeout: async (ms: number) => void pauses.push(ms) }))

const FAILURE = new Error('unavailable')

/** Runs rounds with the given results; the last one ends the loop. */
async function run(...results: (number | undefined | Error)[]) {
  const stop = new AbortController()
  const logged: unknown[] = []
  const warn = (...line: unknown[]) => void logged.push(line)
  await runEvery(
    {
      signal: stop.signal,
      logger: { warn },
      pauseMs: 1000,
      failureLogName: 'work.failed',
      pauseAfterFailureMs: 50,
    },
    async () => {
      const result = results.shift()
      if (results.length === 0) stop.abort()
      if (result instanceof Error) throw result
      return result
    },
  )
  return logged
}

describe('periodic work', () => {
  beforeEach(() => void pauses.splice(0))

  it('pauses after each round', async () => {
    await run(undefined, undefined, undefined)
    expect(pauses).toEqual([1000, 1000, 1000])
  })

  it('pauses for as long as a round returns, and not at all for 0', async () => {
    await run(20, 0, undefined)
    expect(pauses).toEqual([20, 1000])
  })

  it('logs a failed round and continues after its own pause', async () => {
    expect(await run(FAILURE, undefined)).toEqual([[{ err: FAILURE, retrying: true }, 'work.failed']])
    expect(pauses).toEqual([50, 1000])
  })
})
