import { expect, it } from 'vitest'
import { tellFirstThenCount } from './repeated-errors.ts'

const refused = () => Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })

it('tells of an error at once, then once a minute with how often it came, each kind by itself', () => {
  let nowMs = 0
  const told: [string, number][] = []
  const tell = tellFirstThenCount((error, untold) => told.push([error.message, untold]), {
    nowMs: () => nowMs,
  })
  for (; nowMs < 59_000; nowMs += 1_000) tell(refused())
  expect(told).toEqual([['connect', 0]])
  tell(new Error('another'))
  nowMs = 60_000
  tell(refused())
  tell(refused())
  expect(told).toEqual([
    ['connect', 0],
    ['another', 0],
    ['connect', 58],
  ])
})
