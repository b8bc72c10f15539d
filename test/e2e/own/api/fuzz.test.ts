import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NEEDS_A_LISTENER } from '../../../fuzz/described-operations.ts'
import { fuzz, type OperationResult } from '../../../fuzz/fuzz.ts'
import { TRUSTED_PROXY_CIDRS } from '../../../fuzz/world.ts'
import { takeLongestBlockMs } from '../../../harness/event-loop.ts'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'

/** Set by `npm run fuzz`; the seed is printed, so that a failure can be reproduced. */
const SECONDS = Number(process.env['FUZZ_SECONDS'] ?? 10)
const SEED = Number(process.env['FUZZ_SEED'] ?? randomInt(1_000_000))
const ONLY = process.env['FUZZ_OPERATION'] || undefined
const WATCH_MS = 500
/** No request may block the event loop for longer. */
const BLOCK_MS_MAX = 50
/** They exchange a secret, which no random request has. */
const EXCHANGES: readonly string[] = ['createSession', 'createPortalSession']
/** A machine that runs other tests takes longer. */
const TEST_MS = SECONDS * 2000 + 240_000

describe('the API, fuzzed with valid, nearly valid and invalid requests', () => {
  let posthorn: Posthorn
  let results: OperationResult[]
  const blocksMs: number[] = []
  beforeAll(async () => {
    posthorn = await startPosthorn({ services: ['api', 'ingest'], env: { TRUSTED_PROXY_CIDRS } })
    console.log(`Fuzzing for ${SECONDS} s, seed ${SEED}: reproduce with npm run fuzz -- --seed ${SEED}`)
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

  it('never replies with a 5xx, or with anything that docs/openapi.json does not describe', () => {
    expect(results.flatMap(({ failure }) => failure ?? []).join('\n\n')).toBe('')
  })

  it('never blocks the event loop for long', () => {
    const sorted = blocksMs.toSorted((a, b) => a - b)
    console.log(`The event loop was blocked for at most ${sorted.at(-1)?.toFixed(0)} ms`)
    // For 90 % of the seconds: code compiled on first use or garbage collection may take longer once.
    expect(sorted[Math.floor(sorted.length * 0.9) - 1] ?? 0).toBeLessThanOrEqual(BLOCK_MS_MAX)
  })

  it('has answered each operation with a success at least once', () => {
    const idle = results.filter(
      ({ id, statuses }) =>
        !EXCHANGES.includes(id) &&
        !NEEDS_A_LISTENER.includes(id) &&
        !Object.keys(statuses).some((status) => status.startsWith('2')),
    )
    expect(idle.map(({ id, statuses }) => `${id}: ${JSON.stringify(statuses)}`)).toEqual([])
  })
})
