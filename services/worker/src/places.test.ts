import { describe, expect, it } from 'vitest'
import { Places } from './places.ts'

/** Calls that take a place, and which of them have one by now. */
function takers(places: Places) {
  const served: string[] = []
  const come = (name: string) => void places.take().then(() => served.push(name))
  return { come, served }
}

/** Lets whatever can go on go on. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('places', () => {
  it('are given out until none is free; then each that is given back goes to who came first', async () => {
    const places = new Places(2)
    const { come, served } = takers(places)
    for (const name of ['a', 'b', 'c', 'd']) come(name)
    await settled()
    expect(served).toEqual(['a', 'b'])
    places.giveBack()
    await settled()
    expect(served).toEqual(['a', 'b', 'c'])
    places.giveBack()
    await settled()
    expect(served).toEqual(['a', 'b', 'c', 'd'])
  })

  it('do not go past one who waits to one who comes as they are given back', async () => {
    const places = new Places(1)
    const { come, served } = takers(places)
    for (const name of ['a', 'b']) come(name)
    places.giveBack()
    come('c')
    await settled()
    expect(served).toEqual(['a', 'b'])
  })

  it('have room for half as many who wait', () => {
    const places = new Places(4)
    const { come } = takers(places)
    const left = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => {
      come(name)
      return places.room()
    })
    expect(left).toEqual([5, 4, 3, 2, 1, 0, 0])
    for (let count = 0; count < 7; count += 1) places.giveBack()
    expect(places.room()).toBe(6)
  })

  it('are all free when the last one was given back and nobody waits', async () => {
    const places = new Places(1)
    const { come } = takers(places)
    await places.allFree()
    come('a')
    come('b')
    let isFree = false
    void (async () => {
      await places.allFree()
      isFree = true
    })()
    places.giveBack()
    await settled()
    expect(isFree).toBe(false)
    places.giveBack()
    await settled()
    expect(isFree).toBe(true)
  })
})
