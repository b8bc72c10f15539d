import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { providerOf } from '../providers/catalogue.ts'
import { verifyWhole } from '../providers/explaining/verify-whole.ts'
import { signRequest } from '../providers/sign-request.ts'
import { SAMPLES, sampleTypesOf } from './catalogue.ts'
import { sampleContext } from './context.ts'
import { makeSample, UnknownSampleError } from './make-sample.ts'
import { setValues, UnknownPathError } from './set-values.ts'

const now = new Date('2026-11-28T12:00:00.000Z')
const url = 'https://hooks.example.com/webhooks/src_1'
const SECRETS: Partial<Record<string, string>> = {
  'standard-webhooks': `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
  svix: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
  clerk: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
  resend: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
}

/** Random bytes that are the same in each run. */
function contextWith(seed = 'seed') {
  let count = 0
  return sampleContext(now, (n) => {
    const blocks = Array.from({ length: Math.ceil(n / 64) }, () =>
      createHash('sha512').update(`${seed}${count++}`).digest(),
    )
    return Buffer.concat(blocks).subarray(0, n)
  })
}

type Name = keyof typeof SAMPLES
const names = Object.keys(SAMPLES) as Name[]
const all = names.flatMap((name) => sampleTypesOf(name).map((type) => [name, type] as const))

/** Signs a sample, verifies it as ingest does, and reads its event. */
async function received(name: Name, type: string, seed?: string) {
  const provider = providerOf(name)
  const config = provider.config.parse({})
  const keys = provider.keysOf([SECRETS[name] ?? 'It_is-a.secret'], config)
  const { headers, body } = makeSample(name, { type }, contextWith(seed))
  const request = { method: 'POST', url, headers, body, config, id: 'msg_1', now }
  const signed = signRequest(provider, request, keys)
  if (signed === undefined) throw new Error('not signed')
  const verdict = await verifyWhole(provider, { ...signed, config, keys, toleranceSeconds: 300, now })
  const [message, ...more] = provider.readEvents({ headers: signed.headers, body: signed.body, config })
  return { verdict, message, more, body: Buffer.from(signed.body).toString() }
}

describe('the samples', () => {
  it('are of at least 10 providers, with several types each', () => {
    const counts = names.map((name) => sampleTypesOf(name).length)
    expect(counts.length).toBeGreaterThanOrEqual(10)
    expect(Math.min(...counts)).toBeGreaterThan(1)
  })

  it.each(all)('verify, and have their type: %s %s', async (name, type) => {
    const { verdict, message, more } = await received(name, type)
    expect(verdict).toMatchObject({ verified: true })
    expect(message?.providerType).toBe(type)
    expect(more).toEqual([])
  })

  it.each(all)('have a new id in each request: %s %s', async (name, type) => {
    const [one, other] = [await received(name, type, 'one'), await received(name, type, 'other')]
    expect([one.message?.id, one.body]).not.toEqual([other.message?.id, other.body])
  })

  it.each(all)('are the same for the same random bytes: %s %s', async (name, type) => {
    expect((await received(name, type)).body).toBe((await received(name, type)).body)
  })

  it('have no text of a person or a domain that may exist', () => {
    const texts = all.map(([name, type]) =>
      Buffer.from(makeSample(name, { type }, contextWith()).body).toString(),
    )
    const addresses = texts.flatMap((text) =>
      [...text.matchAll(/@([a-z.-]+\.[a-z]+)/g)].map(([, domain]) => domain),
    )
    expect(new Set(addresses)).toEqual(new Set(['example.com']))
  })
})

describe('a sample', () => {
  const dataOf = (choice: Parameters<typeof makeSample>[1]) =>
    JSON.parse(Buffer.from(makeSample('stripe', choice, contextWith()).body).toString())

  it('is the most common one without a type', () => {
    expect(makeSample('stripe', {}, contextWith()).type).toBe('payment_intent.succeeded')
  })

  it('has other values at paths, also in arrays', () => {
    const set = { 'data.object.amount': 500, 'data.object.payment_method_types.0': 'sepa_debit' }
    const { object } = dataOf({ set }).data
    expect([object.amount, object.payment_method_types]).toEqual([500, ['sepa_debit']])
  })

  it.each([
    'data.object.amont',
    'data.object.amount.cents',
    'data.object.payment_method_types.1',
    'data.object.payment_method_types.length',
    '',
    '__proto__',
  ])('has no path %j', (path) => {
    expect(() => dataOf({ set: { [path]: 1 } })).toThrow(UnknownPathError)
  })

  it('copies each object once, however many paths lead through it, and changes none of the given ones', () => {
    const paths = Array.from({ length: 100 }, (_, n) => `object.key_${n}`)
    let reads = 0
    const members = Object.fromEntries(paths.map((path) => [path.slice('object.'.length), 0]))
    const object = new Proxy(members, {
      ownKeys(target) {
        reads += 1
        return Reflect.ownKeys(target)
      },
    })
    const given = { id: 'evt_1', object }
    const set = { ...Object.fromEntries(paths.map((path) => [path, 1])), 'object.key_7': { n: 1 } }
    const changed = setValues(given, { ...set, 'object.key_7.n': 2 })
    expect(reads).toBe(1)
    expect(set['object.key_7']).toEqual({ n: 1 })
    expect(new Set(Object.values(members))).toEqual(new Set([0]))
    expect(changed).toEqual({
      id: 'evt_1',
      object: { ...Object.fromEntries(Object.keys(members).map((name) => [name, 1])), key_7: { n: 2 } },
    })
  })

  it('sets a member named `__proto__` as any other', () => {
    const given = JSON.parse('{"__proto__":{"a":1}}')
    const changed = setValues(given, { ['__proto__.a']: 2 })
    expect(JSON.stringify(changed)).toBe('{"__proto__":{"a":2}}')
    expect(Object.getPrototypeOf(changed)).toBe(Object.prototype)
  })

  it('is a form with numbers to the digit', () => {
    const data = { Body: 'Hi', Amount: { toJSON: () => JSON.rawJSON('12345678901234567890') }, Parts: [1] }
    const { body } = makeSample('twilio', { data }, contextWith())
    expect([...new URLSearchParams(Buffer.from(body).toString())]).toEqual([
      ['Body', 'Hi'],
      ['Amount', '12345678901234567890'],
      ['Parts', '[1]'],
    ])
  })

  it('has the data that are given, with a new id if they were sent before', () => {
    const data = { id: 'evt_1', type: 'a' }
    expect(dataOf({ data })).toEqual(data)
    expect(dataOf({ data, isSentBefore: true })).toEqual({
      id: expect.stringMatching(/^evt_\w{24}$/),
      type: 'a',
    })
  })

  it.each(['no.such', 'constructor'])('is not made for the unknown type %j', (type) => {
    expect(() => dataOf({ type })).toThrow(UnknownSampleError)
  })

  it('is not made for a provider without samples', () => {
    expect(() => makeSample('paypal', {}, contextWith())).toThrow('There are no samples of paypal')
  })
})
