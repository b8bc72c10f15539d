import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keepRunning, type Run } from './keep-running.ts'

const NO_HURRY = new AbortController().signal

function createFake() {
  const lines: string[] = []
  const ends: ((how: string) => void)[] = []
  let starts = 0
  const start = async (): Promise<Run> => {
    starts++
    const { promise, resolve } = Promise.withResolvers<string>()
    ends.push(resolve)
    return { over: promise, stop: async () => resolve('stopped (exit code 0)') }
  }
  return { lines, start, starts: () => starts, die: () => ends.at(-1)?.('stopped (exit code 1)') }
}

async function failToStart(): Promise<Run> {
  throw new Error('no such file')
}

describe('a supervised process', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('reports how it ended and when it is restarted', async () => {
    const fake = createFake()
    const kept = keepRunning({ name: 'worker', start: fake.start, say: (line) => fake.lines.push(line) })
    await vi.waitFor(() => expect(fake.starts()).toBe(1))
    fake.die()
    await vi.waitFor(() =>
      expect(fake.lines).toEqual(['worker stopped (exit code 1). Starting it again in 1 s.']),
    )
    expect(kept.earlyExits()).toBe(1)
    await kept.stop(NO_HURRY)
  })

  it('is not restarted after it was stopped', async () => {
    const fake = createFake()
    const kept = keepRunning({ name: 'worker', start: fake.start, say: (line) => fake.lines.push(line) })
    await vi.waitFor(() => expect(fake.starts()).toBe(1))
    await kept.stop(NO_HURRY)
    expect(fake.starts()).toBe(1)
    expect(fake.lines).toEqual([])
  })

  it('can be stopped in the pause before a restart', async () => {
    const fake = createFake()
    const kept = keepRunning({ name: 'worker', start: fake.start, say: (line) => fake.lines.push(line) })
    await vi.waitFor(() => expect(fake.starts()).toBe(1))
    fake.die()
    await vi.waitFor(() => expect(fake.lines).toHaveLength(1))
    await kept.stop(NO_HURRY)
    expect(fake.starts()).toBe(1)
  })

  it('counts a failed start as an early exit', async () => {
    const lines: string[] = []
    const kept = keepRunning({ name: 'PostgreSQL', start: failToStart, say: (line) => lines.push(line) })
    await vi.waitFor(() =>
      expect(lines).toEqual(['PostgreSQL did not start (Error: no such file). Starting it again in 1 s.']),
    )
    await kept.stop(NO_HURRY)
  })
})
