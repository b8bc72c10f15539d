import { expect, it } from 'vitest'
import { Coalesced } from './coalesced.ts'

it('runs once more for all requests that come while it runs', async () => {
  let runs = 0
  const ends: (() => void)[] = []
  const work = new Coalesced(
    () =>
      new Promise((resolve) => {
        runs += 1
        ends.push(resolve)
      }),
    () => {},
  )
  for (let number = 0; number < 5; number += 1) work.request()
  expect(runs).toBe(1)
  ends.shift()?.()
  await Promise.resolve()
  await Promise.resolve()
  expect(runs).toBe(2)
})

it('passes errors on and can run again', async () => {
  const errors: unknown[] = []
  const work = new Coalesced(
    () => Promise.reject(new Error('no')),
    (error) => errors.push(error),
  )
  work.request()
  await Promise.resolve()
  await Promise.resolve()
  work.request()
  await Promise.resolve()
  await Promise.resolve()
  expect(errors).toHaveLength(2)
})
