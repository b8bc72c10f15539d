import { describe, expect, it } from 'vitest'
import { processTimesIn, readProcessTimes, timeOfTree } from './process-times.ts'

const stat = (pid: number, name: string, parent: number) =>
  `${pid} (${name}) S ${parent} 1 1 0 -1 4194560 1 2 3 4 100 20 3 4 20 0 1 0 500 1000 20 18446744073709551615`

describe('the processor time of a process', () => {
  it.each(['postgres', 'redis-server *:0', 'a) S 7 (b'])(
    'includes its ended children, under the name "%s"',
    (name) => {
      expect(processTimesIn(stat(42, name, 7))).toEqual({ pid: 42, parent: 7, us: 1_270_000 })
    },
  )

  it.each(['', '42 (gone', 'nonsense'])('is undefined for %j', (text) => {
    expect(processTimesIn(text)).toBeUndefined()
  })

  it.runIf(process.platform === 'linux')('is read from the system', async () => {
    expect(await readProcessTimes()).toContainEqual(
      expect.objectContaining({ pid: process.pid, parent: process.ppid }),
    )
  })
})

describe('the time of a tree of processes', () => {
  const all = [
    { pid: 1, parent: 0, us: 1000 },
    { pid: 2, parent: 1, us: 100 },
    { pid: 3, parent: 1, us: 20 },
    { pid: 4, parent: 3, us: 3 },
    { pid: 5, parent: 9, us: 7000 },
  ]

  it.each([
    [1, 1123],
    [3, 23],
    [4, 3],
    [77, 0],
  ])('from %i on is %i', (root, us) => {
    expect(timeOfTree(all, root)).toBe(us)
  })
})
