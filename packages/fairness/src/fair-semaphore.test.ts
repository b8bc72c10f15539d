import { describe, expect, it } from 'vitest'
import { FairSemaphore, type Slot } from './fair-semaphore.ts'

/** Slots that are lent at once, in the order in which they are. */
function collect(semaphore: FairSemaphore) {
  const lent: { key: string; slot: Slot }[] = []
  return {
    lent,
    ask: async (key: string, signal?: AbortSignal) => {
      const slot = await semaphore.acquire(key, signal)
      lent.push({ key, slot })
    },
    keys: () => lent.map(({ key }) => key),
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('FairSemaphore', () => {
  it('keeps slots for keys that come after one that wants all of them', async () => {
    const { lent, ask } = collect(new FairSemaphore(9))
    for (let index = 0; index < 100; index += 1) void ask('busy')
    await turn()
    expect(lent).toHaveLength(6)
    await ask('late')
    expect(lent).toHaveLength(7)
  })

  it('serves waiting keys in turn', async () => {
    const { lent, ask, keys } = collect(new FairSemaphore(1))
    for (const key of ['a', 'a', 'a', 'b']) void ask(key)
    await turn()
    for (let index = 0; index < 4; index += 1) {
      lent[index]?.slot.release()
      await turn()
    }
    expect(keys()).toEqual(['a', 'a', 'b', 'a'])
  })

  it('takes no slot for a caller who gave up', async () => {
    const semaphore = new FairSemaphore(1)
    const { lent, ask } = collect(semaphore)
    await ask('a')
    const patience = new AbortController()
    const given = ask('b', patience.signal)
    patience.abort(new Error('too late'))
    await expect(given).rejects.toThrow('too late')
    lent[0]?.slot.release()
    expect(semaphore).toMatchObject({ held: 0, waiting: 0 })
  })

  it('counts a slot that is released twice once', async () => {
    const semaphore = new FairSemaphore(2)
    const slot = await semaphore.acquire('a')
    slot.release()
    slot.release()
    expect(semaphore.held).toBe(0)
  })

  it('acquires without waiting only what a key may have now', () => {
    const semaphore = new FairSemaphore(1)
    expect(semaphore.tryAcquire('a')).toBeDefined()
    expect(semaphore.tryAcquire('b')).toBeUndefined()
  })
})
