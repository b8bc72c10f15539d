import { expect, it, vi } from 'vitest'
import { createReadinessProbe } from './readiness-probe.ts'

/** A dependency whose looks the test ends, and a clock that the test moves. */
function setUp() {
  const looks: PromiseWithResolvers<void>[] = []
  const logged: string[] = []
  const log = (_fields: object, message: string) => void logged.push(message)
  let nowMs = 0
  const state = createReadinessProbe(
    {
      name: 'store',
      check() {
        const look = Promise.withResolvers<void>()
        looks.push(look)
        return look.promise
      },
    },
    { log: { warn: log, info: log }, nowMs: () => nowMs },
  )
  return { looks, logged, state, wait: (ms: number) => (nowMs += ms) }
}

it('checks a dependency one at a time and once a second, however often its state is requested', async () => {
  const { looks, state, wait } = setUp()
  const first = Promise.all(Array.from({ length: 1000 }, () => state()))
  looks[0]?.resolve()
  expect(new Set(await first)).toEqual(new Set(['up']))
  wait(999)
  expect(await state()).toBe('up')
  expect(looks).toHaveLength(1)
  wait(1)
  const second = state()
  looks[1]?.reject(new Error('full'))
  expect(await second).toBe('down')
  expect(await state()).toBe('down')
  expect(looks).toHaveLength(2)
})

it('a dependency that does not answer is down, and is not checked again until that check has ended', async () => {
  vi.useFakeTimers()
  try {
    const { looks, state, wait } = setUp()
    const first = state()
    await vi.advanceTimersByTimeAsync(2000)
    expect(await first).toBe('down')
    wait(10_000)
    expect(await state()).toBe('down')
    expect(looks).toHaveLength(1)
    looks[0]?.resolve()
    await vi.advanceTimersByTimeAsync(0)
    const next = state()
    looks[1]?.resolve()
    expect(await next).toBe('up')
  } finally {
    vi.useRealTimers()
  }
})

it('a change is logged once, and so is its end', async () => {
  const { looks, logged, state, wait } = setUp()
  for (const isUp of [true, false, false, true, true]) {
    const asked = state()
    const look = looks.at(-1)
    if (isUp) look?.resolve()
    else look?.reject(new Error('full'))
    await asked
    wait(1000)
  }
  expect(logged).toEqual(['dependency.failed', 'dependency.recovered'])
})
