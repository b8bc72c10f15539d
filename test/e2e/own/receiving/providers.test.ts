import { seededRandom } from '@posthorn/webhook/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blockMsOf } from '../../../harness/event-loop.ts'
import { type Posthorn, startPosthorn } from '../../../harness/posthorn.ts'
import type { KeyServer } from '../../../harness/providers/key-server.ts'
import { checkBroken } from '../../../harness/providers/matrix/check-broken.ts'
import { checkDuplicates, checkEvents } from '../../../harness/providers/matrix/check-events.ts'
import { checkRotation } from '../../../harness/providers/matrix/check-rotation.ts'
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
import { memoryRiseOf } from '../../../harness/resident-memory.ts'

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
  it('becomes its events, with type, id and data as the provider sent them', () => checkEvents(place, sample))

  it('that arrives fifty times at once becomes its events once', () => checkDuplicates(place, sample))

  it('with one broken part is rejected, with its cause in the request log', () => checkBroken(place, sample))

  it.runIf(hasSecrets(sample))('is accepted with either of two secrets, and then with the new one only', () =>
    checkRotation(place, sample),
  )
})

describe('mutated messages of every provider', () => {
  const signed = [...SAMPLES, ...FETCHED_SAMPLES].filter(([, { provider }]) => provider !== 'none')

  it('are refused for what is wrong with them, and neither fail nor block nor fill the service', async () => {
    const sources = await Promise.all(
      signed.map(async ([title, sample]) => ({ title, sample, source: await sourceOf(place, sample) })),
    )
    const failures: string[] = []
    let seed = SEED
    const work = async () => {
      seed += 1
      for (const { title, sample, source } of sources) {
        const random = seededRandom(seed)
        const genuine = await messageTo(source, sample)
        const messages = Array.from({ length: MUTATIONS }, () => mutated(genuine, sample.needs, random))
        messages.push({ ...genuine, body: Buffer.alloc(MIB, '[],') })
        const replies = await Promise.all(messages.map((message) => send(message)))
        for (const [index, { status, text }] of replies.entries()) {
          // Without a signature of the whole body, a mutation may leave it valid.
          const mayPass = sample.covers !== 'body' && status < 300
          const isSame = JSON.stringify(messages[index]) === JSON.stringify(genuine)
          if (![400, 401].includes(status) && !mayPass && !isSame) failures.push(`${title}: ${status} ${text}`)
        }
      }
    }
    const ingest = posthorn.service('ingest')
    const rise = await memoryRiseOf(ingest, () => blockMsOf(ingest, { enoughMs: BLOCK_MS_MAX, work }).then((ms) => expect(ms).toBeLessThanOrEqual(BLOCK_MS_MAX)))
    expect(failures).toEqual([])
    expect(rise).toBeLessThan(RISE_BYTES_MAX)
  })
})
