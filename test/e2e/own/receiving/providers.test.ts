import type { Source } from '@posthorn/contracts'
import { type ProviderSample, seededRandom } from '@posthorn/webhook/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blockMsOf } from '../../../harness/event-loop.ts'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import { memoryRiseOf } from '../../../harness/process/resident-memory.ts'
import type { KeyServer } from '../../../harness/providers/key-server.ts'
import { assertBroken } from '../../../harness/providers/matrix/assert-broken.ts'
import { assertDuplicates, assertEvents } from '../../../harness/providers/matrix/assert-events.ts'
import { assertRotation } from '../../../harness/providers/matrix/assert-rotation.ts'
import { mutated } from '../../../harness/providers/matrix/mutations.ts'
import {
  hasSecrets,
  messageTo,
  type Place,
  send,
  sourceOf,
} from '../../../harness/providers/matrix/sample-source.ts'
import { FETCHED_SAMPLES, SAMPLES } from '../../../harness/providers/matrix/samples.ts'
import { serveSampleKeys } from '../../../harness/providers/matrix/serve-keys.ts'

const MIB = 1024 * 1024
const BLOCK_MS_MAX = 50
const RISE_BYTES_MAX = 150 * MIB
const MUTATIONS = 30
const SEED = 20_261_128

let keyServer: KeyServer
let posthorn: Posthorn
let place: Place
beforeAll(async () => {
  keyServer = await serveSampleKeys()
  posthorn = await startPosthorn({ services: ['api', 'ingest'], env: keyServer.env })
  place = { posthorn, tenant: await posthorn.createTenant() }
})
afterAll(async () => {
  await posthorn.stop()
  await keyServer.close()
})

describe.each(FETCHED_SAMPLES)('a message of %s, whose keys are fetched,', (_, sample) => {
  it('becomes its events, with type, id and data as the provider sent them', () =>
    expect(assertEvents(place, sample)).resolves.toBeUndefined())

  it('that arrives fifty times at once becomes its events once', () =>
    expect(assertDuplicates(place, sample)).resolves.toBeUndefined())

  it('with one broken part is rejected, with its cause in the request log', () =>
    expect(assertBroken(place, sample)).resolves.toBeUndefined())

  it.runIf(hasSecrets(sample))('is accepted with either of two secrets, and then with the new one only', () =>
    expect(assertRotation(place, sample)).resolves.toBeUndefined(),
  )
})

describe('mutated messages of every provider', () => {
  const signed = [...SAMPLES, ...FETCHED_SAMPLES].filter(([, { provider }]) => provider !== 'none')
  let sources: { title: string; sample: ProviderSample; source: Source }[]
  beforeAll(async () => {
    sources = await Promise.all(
      signed.map(async ([title, sample]) => ({ title, sample, source: await sourceOf(place, sample) })),
    )
  })

  /** The replies that are neither 400 nor 401, as text. */
  async function sendMutated(seed: number): Promise<string[]> {
    const wrong: string[] = []
    for (const { title, sample, source } of sources) {
      const random = seededRandom(seed)
      const genuine = await messageTo(source, sample)
      const mutations = Array.from({ length: MUTATIONS }, () => mutated(genuine, sample.needs, random))
      const large = { ...genuine, body: Buffer.alloc(MIB, '[],') }
      const replies = await Promise.all([...mutations, large].map((message) => send(message)))
      const allowed = allowedFor(sample)
      const others = replies.filter(({ status }) => !allowed(status))
      wrong.push(...others.map(({ status, text }) => `${title} with seed ${seed}: ${status} ${text}`))
    }
    return wrong
  }

  it('are refused for what is wrong with them, and neither block the service nor fill its memory', async () => {
    const ingest = posthorn.service('ingest')
    const wrong: string[] = []
    let seed = SEED
    const work = async () => void wrong.push(...(await sendMutated((seed += 1))))
    const blockedMs = await blockMsOf(ingest, { enoughMs: BLOCK_MS_MAX, work })
    // The rounds before have filled caches and compiled code: what rises now is held by requests.
    const riseBytes = await memoryRiseOf(ingest, work)
    expect(wrong).toEqual([])
    expect(blockedMs).toBeLessThanOrEqual(BLOCK_MS_MAX)
    expect(riseBytes).toBeLessThan(RISE_BYTES_MAX)
  })
})

/** Without a signature of the whole body a mutation may be genuine; without a key, a request must be sent again. */
function allowedFor({ covers, fetchText }: ProviderSample) {
  return (status: number) =>
    status === 400 ||
    status === 401 ||
    (covers !== 'body' && status < 300) ||
    (fetchText !== undefined && status === 503)
}
