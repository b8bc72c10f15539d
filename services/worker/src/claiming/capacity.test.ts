import { describe, expect, it } from 'vitest'
import { capacityOf } from './capacity.ts'

const MIB = 1024 ** 2
const GIB = 1024 * MIB

describe('how many deliveries a worker has in flight', () => {
  it.each([
    [
      'what is configured, where there is memory for it',
      5000,
      { processBytes: 8 * GIB, heapBytes: 4 * GIB },
      5000,
    ],
    ['thousands in a container of 1 GiB', 5000, { processBytes: GIB, heapBytes: 560 * MIB }, 4480],
    ['fewer in a container of 512 MiB', 5000, { processBytes: 512 * MIB, heapBytes: 280 * MIB }, 2240],
    [
      'as many as fit beside the process itself',
      5000,
      { processBytes: 256 * MIB, heapBytes: 280 * MIB },
      1024,
    ],
    ['some, however little memory there is', 5000, { processBytes: 64 * MIB, heapBytes: 32 * MIB }, 256],
    ['one, if that is what is configured', 1, { processBytes: 8 * GIB, heapBytes: 4 * GIB }, 1],
  ])('is %s', (_what, slotsMax, limits, slots) => {
    expect(capacityOf(slotsMax, limits).slots).toBe(slots)
  })

  it('is limited by their bodies, to half of the memory beside the process itself or of the heap', () => {
    expect(capacityOf(5000, { processBytes: 4 * GIB, heapBytes: GIB }).bytes).toBe(GIB / 2)
    expect(capacityOf(5000, { processBytes: 640 * MIB, heapBytes: 4 * GIB }).bytes).toBe(256 * MIB)
  })
})
