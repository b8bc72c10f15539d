import { describe, expect, it } from 'vitest'
import { hopsOf } from './hops.ts'

describe('hopsOf', () => {
  it.each<[string | string[] | undefined, number]>([
    [undefined, 0],
    ['0', 0],
    ['1', 1],
    ['05', 5],
    ['6', 6],
    ['9'.repeat(400), Number.POSITIVE_INFINITY],
    ['1, 6', 6],
    ['6,1', 6],
    [['1', '6'], 6],
    ['x, 3', 3],
  ])('%j is %d', (header, hops) => {
    expect(hopsOf(header)).toBe(hops)
  })

  it.each([
    '',
    ' ',
    ',',
    'x',
    '-7',
    '+7',
    '7.5',
    '7e3',
    '0x7',
    '７',
    '٧',
    'Infinity',
    'NaN',
    '7;8',
    '7 8',
    '\u0000',
  ])('%j is ignored', (header) => {
    expect(hopsOf(header)).toBe(0)
  })
})
