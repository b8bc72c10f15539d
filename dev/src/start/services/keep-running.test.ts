import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keepRunning, type Life } from './keep-running.ts'

const NO_HURRY = new AbortController().signal

function createFake() {
  const lines: string[] = []
  const ends: ((how: string) => void)[] = []
  let starts = 0
  const start = async (): Promise<Life> => {
    starts++
    const { promise, resolve } = Promise.withResolvers<string>()
    ends.push(resolve)
    return { over: promise, stop: async () => resolve('stopped (exit code 0)') }
  }
  return { lines, start, starts: () => starts, die: () => ends.at(-1)?.('stopped (exit code 1)') }
}

async function failToStart(): Promise<Life> {
  throw new Error('no such file')
}

describe('what is kept running', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('says how it ended and when it starts again', async () => {
    const fake = createFake()
    const kept = keepRunning({ name: 'worker', start: fake.start, say: (line) => fake.lines.push(line) })
    await vi.waitFor(() => expect(fake.starts()).toBe(1))
    fake.die()
    await vi.waitFor(() =>
      expect(fake.lines).toEqual(['worker stopped (exit code 1). Starting it again in 1 s.']),
    )
    expect(kept.deaths()).toBe(1)
    await kept.stop(NO_HURRY)
  })

  it('is not started again once it was told to stop', async () => {
    const fake = createFake()
    const kept = keepRunning({ name: 'worker', start: fake.start, say: (line) => fake.lines.push(line) })
    await vi.waitFor(() => expect(fake.starts()).toBe(1))
    await kept.stop(NO_HURRY)
    expect(fake.starts()).toBe(1)
    expect(fake.lines).toEqual([])
  })

  it('can be stopped in the pause before the next start', async () => {
    const fake = createFake()
    const kept = keepRunning({ name: 'worker', start: fake.start, say: (line) => fake.lines.push(line) })
    await vi.waitFor(() => expect(fake.starts()).toBe(1))
    fake.die()
    await vi.waitFor(() => expect(fake.lines).toHaveLength(1))
    await kept.stop(NO_HURRY)
    expect(fake.starts()).toBe(1)
  })

  it('counts a start that fails as a death', async () => {
    const lines: string[] = []
    const kept = keepRunning({ name: 'PostgreSQL', start: failToStart, say: (line) => lines.push(line) })
    await vi.waitFor(() =>
      expect(lines).toEqual(['PostgreSQL did not start (Error: no such file). Starting it again in 1 s.']),
    )
    await kept.stop(NO_HURRY)
  })
})
