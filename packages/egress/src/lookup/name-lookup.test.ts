import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { NameResolutionError } from '../egress-errors.ts'
import { NameLookup, type NameLookupOptions } from './name-lookup.ts'
import type { ResolvedAddress } from './resolved-address.ts'

const PUBLIC: readonly ResolvedAddress[] = [{ address: '1.1.1.1', family: 4 }]
const never = () => new Promise<never>(() => {})
const patient = new AbortController().signal

/** Lookups with their answers, and the names that were looked up, in order. */
function lookups(resolve: NameLookupOptions['resolve'], changes: Partial<NameLookupOptions> = {}) {
  const lookedUp: string[] = []
  const names = new NameLookup({
    resolve: (hostname, signal) => {
      lookedUp.push(hostname)
      return resolve(hostname, signal)
    },
    timeoutMs: 10_000,
    concurrencyMax: 3,
    cacheMs: 10_000,
    ...changes,
  })
  return {
    lookedUp,
    addressesOf: async (hostname: string, tenantId = 'acme', signal = patient) => {
      const lookup = await names.begin(hostname, tenantId, signal)
      return lookup.answers
    },
    /** Whether the lookup has begun after all pending work is done. */
    begins: async (hostname: string, tenantId: string) =>
      Promise.race([
        names.begin(hostname, tenantId, patient).then(() => true),
        setImmediate().then(() => false),
      ]),
  }
}

describe('a name', () => {
  it('is looked up once for concurrent callers, then cached', async () => {
    const { addressesOf, lookedUp } = lookups(async () => PUBLIC)
    await Promise.all([addressesOf('a.example', 'acme'), addressesOf('a.example', 'globex')])
    expect(await addressesOf('a.example')).toEqual(PUBLIC)
    expect(lookedUp).toEqual(['a.example'])
  })

  it('is looked up again when the cached answer has expired', async () => {
    const { addressesOf, lookedUp } = lookups(async () => PUBLIC, { cacheMs: 0 })
    await addressesOf('a.example')
    await addressesOf('a.example')
    expect(lookedUp).toHaveLength(2)
  })

  it('that is not found is looked up once for concurrent callers, and again later', async () => {
    const answers = [Promise.reject(new Error('down')), Promise.resolve(PUBLIC)]
    const { addressesOf, lookedUp } = lookups(() => answers.shift() ?? never())
    await expect(addressesOf('a.example')).rejects.toThrow(NameResolutionError)
    const many = await Promise.allSettled(Array.from({ length: 50 }, () => addressesOf('a.example')))
    expect(new Set(many.map(({ status }) => status))).toEqual(new Set(['rejected']))
    expect(lookedUp).toHaveLength(1)
    await expect
      .poll(() => addressesOf('a.example').catch(() => 'failed'), { timeout: 10_000 })
      .toEqual(PUBLIC)
  }, 20_000)

  it('without an address fails', async () => {
    await expect(lookups(async () => []).addressesOf('a.example')).rejects.toThrow(NameResolutionError)
  })

  it('has a limited number of addresses, regardless of its zone', async () => {
    const many = Array.from(
      { length: 4_000 },
      (_, n) => ({ address: `1.1.${n >> 8}.${n & 255}`, family: 4 }) as const,
    )
    expect(await lookups(async () => many).addressesOf('a.example')).toEqual(many.slice(0, 16))
  })

  it('fails in time even if its resolver ignores the signal', async () => {
    const { addressesOf } = lookups(never, { timeoutMs: 20 })
    await expect(addressesOf('a.example')).rejects.toThrow('no answer for a.example within 20 ms')
  })

  it('gets the slot that another releases, and its time begins then', async () => {
    const answer = Promise.withResolvers<readonly ResolvedAddress[]>()
    const { addressesOf } = lookups(
      (hostname) => (hostname === 'd' ? Promise.resolve(PUBLIC) : answer.promise),
      {
        concurrencyMax: 1,
      },
    )
    const first = addressesOf('a')
    const waiting = Promise.all(['b', 'c', 'd'].map((name) => addressesOf(name)))
    answer.resolve(PUBLIC)
    expect([await first, ...(await waiting)]).toEqual([PUBLIC, PUBLIC, PUBLIC, PUBLIC])
  })
})

describe('a tenant whose names hang', () => {
  it('leaves slots for the names of others', async () => {
    const { begins, lookedUp } = lookups(never)
    for (let n = 0; n < 50; n += 1) await begins(`slow-${n}.example`, 'greedy')
    expect(lookedUp).toHaveLength(2)
    expect(await begins('other.example', 'acme')).toBe(true)
  })

  it('does not delay a name that another tenant looks up too', async () => {
    const { begins, lookedUp } = lookups(never)
    for (let n = 0; n < 50; n += 1) await begins(`slow-${n}.example`, 'greedy')
    expect(await begins('shared.example', 'greedy')).toBe(false)
    expect(await begins('shared.example', 'acme')).toBe(true)
    expect(lookedUp.at(-1)).toBe('shared.example')
  })
})

describe('a caller that gives up', () => {
  it('while the name waits for a slot leaves no lookup', async () => {
    const answer = Promise.withResolvers<readonly ResolvedAddress[]>()
    const { addressesOf, lookedUp } = lookups(() => answer.promise, { concurrencyMax: 1 })
    const first = addressesOf('a')
    const impatient = new AbortController()
    const givenUp = addressesOf('b', 'acme', impatient.signal)
    await setImmediate()
    impatient.abort(new Error('too long'))
    await expect(givenUp).rejects.toThrow('too long')
    answer.resolve(PUBLIC)
    await first
    await addressesOf('c')
    expect(lookedUp).toEqual(['a', 'c'])
  })

  it('does not end the wait of others for the same name', async () => {
    const answer = Promise.withResolvers<readonly ResolvedAddress[]>()
    const { addressesOf, lookedUp } = lookups(() => answer.promise, { concurrencyMax: 1 })
    const first = addressesOf('a')
    const impatient = new AbortController()
    const givenUp = addressesOf('b', 'acme', impatient.signal)
    const patientOne = addressesOf('b', 'globex')
    await setImmediate()
    impatient.abort(new Error('too long'))
    await expect(givenUp).rejects.toThrow('too long')
    answer.resolve(PUBLIC)
    expect([await first, await patientOne]).toEqual([PUBLIC, PUBLIC])
    expect(lookedUp).toEqual(['a', 'b'])
  })
})
