import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fuzz, type OperationResult } from '../fuzz/fuzz.ts'
import { takeLongestBlockMs } from '../harness/event-loop.ts'
import { type Posthorn, startPosthorn } from '../harness/posthorn.ts'

/** `npm run fuzz` sets these; the seed is printed, so that what was found can be found again. */
const SECONDS = Number(process.env['FUZZ_SECONDS'] ?? 10)
const SEED = Number(process.env['FUZZ_SEED'] ?? randomInt(1_000_000))
const ONLY = process.env['FUZZ_OPERATION'] || undefined
const WATCH_MS = 500
/** No request may keep all others waiting for longer. */
const BLOCK_MS_MAX = 50
/** A machine that is busy with other tests takes longer. */
const TEST_MS = SECONDS * 2000 + 240_000

describe('the API, called with right requests, nearly right ones and nonsense', () => {
  let posthorn: Posthorn
  let results: OperationResult[]
  const blocksMs: number[] = []
  beforeAll(async () => {
    posthorn = await startPosthorn({ services: ['api'] })
    console.log(`Fuzzing for ${SECONDS} s, seed ${SEED}: npm run fuzz -- --seed ${SEED} does it again`)
    const watch = setInterval(() => {
      void takeLongestBlockMs(posthorn.service('api')).then((ms) => blocksMs.push(ms))
    }, WATCH_MS)
    results = await fuzz(posthorn, { seconds: SECONDS, seed: SEED, only: ONLY }).finally(() =>
      clearInterval(watch),
    )
    const counts = results.flatMap(({ statuses }) => Object.values(statuses))
    console.log(`${counts.reduce((sum, count) => sum + count, 0)} calls of ${results.length} operations`)
  }, TEST_MS)
  afterAll(() => posthorn.stop())

  it('answers nothing with a 5xx, and nothing that docs/openapi.json does not describe', () => {
    expect(results.flatMap(({ fault }) => fault ?? []).join('\n\n')).toBe('')
  })

  it('never blocks the event loop for long', () => {
    const sorted = blocksMs.toSorted((a, b) => a - b)
    console.log(`The event loop was blocked for ${sorted.at(-1)?.toFixed(0)} ms at the most`)
    // By far most of the seconds. In one, code is compiled when it is first used, or garbage is collected.
    expect(sorted[Math.floor(sorted.length * 0.9) - 1] ?? 0).toBeLessThanOrEqual(BLOCK_MS_MAX)
  })

  it('was really asked: every operation has done what it is for', () => {
    const idle = results.filter(
      ({ statuses }) => !Object.keys(statuses).some((status) => status.startsWith('2')),
    )
    expect(idle.map(({ id, statuses }) => `${id}: ${JSON.stringify(statuses)}`)).toEqual([])
  })
})
