import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createProgress, type Progress } from './progress.ts'

describe('the progress of a start', () => {
  let lines: string[]
  let progress: Progress

  beforeEach(() => {
    lines = []
    vi.useFakeTimers()
    progress = createProgress((line) => lines.push(line))
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('shows what was done and the seconds it took', async () => {
    const step = progress.step('Services', async () => {
      await vi.advanceTimersByTimeAsync(1_500)
      return 'result'
    })
    expect(await step).toBe('result')
    expect(lines).toEqual(['✔ Services (1.5 s)'])
  })

  it('is not silent for longer than about two seconds', async () => {
    await progress.step('Services', async () => {
      await vi.advanceTimersByTimeAsync(5_000)
    })
    expect(lines).toEqual([
      '  … Services (2.0 s so far)',
      '  … Services (4.0 s so far)',
      '✔ Services (5.0 s)',
    ])
  })

  it('marks a failed step and rethrows the error', async () => {
    const step = progress.step('Migrations', async () => {
      throw new Error('no table')
    })
    await expect(step).rejects.toThrow('no table')
    expect(lines).toEqual(['✘ Migrations (0.0 s)'])
  })
})
