import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { NameResolutionError } from './egress-errors.ts'
import { NameLookup, type ResolvedAddress } from './name-lookup.ts'

const PUBLIC: readonly ResolvedAddress[] = [{ address: '1.1.1.1', family: 4 }]
const never = () => new Promise<never>(() => {})

function lookup(resolve: ConstructorParameters<typeof NameLookup>[0]['resolve'], changes = {}) {
  return new NameLookup({ resolve, timeoutMs: 1_000, concurrencyMax: 2, cacheMs: 1_000, ...changes })
}

describe('a name', () => {
  it('is asked for once for all who wait for it, and for a while after', async () => {
    let asked = 0
    const names = lookup(async () => {
      asked += 1
      return PUBLIC
    })
    await Promise.all([names.addressesOf('a.example'), names.addressesOf('a.example')])
    expect(await names.addressesOf('a.example')).toEqual(PUBLIC)
    expect(asked).toBe(1)
  })

  it('is asked for again when the answer is old', async () => {
    let asked = 0
    const names = lookup(
      async () => {
        asked += 1
        return PUBLIC
      },
      { cacheMs: 0 },
    )
    await names.addressesOf('a.example')
    await names.addressesOf('a.example')
    expect(asked).toBe(2)
  })

  it('is asked for again after a failure', async () => {
    const answers = [Promise.reject(new Error('down')), Promise.resolve(PUBLIC)]
    const names = lookup(() => answers.shift() ?? never())
    await expect(names.addressesOf('a.example')).rejects.toThrow(NameResolutionError)
    expect(await names.addressesOf('a.example')).toEqual(PUBLIC)
  })

  it('without an address is a failure', async () => {
    await expect(lookup(async () => []).addressesOf('a.example')).rejects.toThrow(NameResolutionError)
  })

  it('has a limited number of addresses, whatever its zone says', async () => {
    const many = Array.from(
      { length: 4_000 },
      (_, n) => ({ address: `1.1.${n >> 8}.${n & 255}`, family: 4 }) as const,
    )
    expect(await lookup(async () => many).addressesOf('a.example')).toEqual(many.slice(0, 16))
  })

  it('fails in time although its resolver ignores the signal', async () => {
    const names = lookup(never, { timeoutMs: 20 })
    await expect(names.addressesOf('a.example')).rejects.toThrow('no answer for a.example within 20 ms')
  })

  it('waits for a slot, the wait counts, and to get none is our fault', async () => {
    const asked: string[] = []
    const names = lookup(
      (hostname) => {
        asked.push(hostname)
        return never()
      },
      { timeoutMs: 50, concurrencyMax: 2 },
    )
    const waiting = Promise.allSettled(['a', 'b', 'c'].map((name) => names.addressesOf(name)))
    await setImmediate()
    expect(asked).toEqual(['a', 'b'])
    const [first, second, third] = await waiting
    for (const answer of [first, second])
      expect(answer).toMatchObject({ reason: { code: 'EGRESS_NAME_RESOLUTION' } })
    expect(third).toMatchObject({ reason: { code: 'EGRESS_UNAVAILABLE' } })
  })

  it('gets the slot that another gives back', async () => {
    const names = lookup(async () => PUBLIC, { concurrencyMax: 1 })
    const all = await Promise.all(['a', 'b', 'c', 'd'].map((name) => names.addressesOf(name)))
    expect(all).toEqual([PUBLIC, PUBLIC, PUBLIC, PUBLIC])
  })
})
