import { describe, expect, it } from 'vitest'
import { amongIds, boundsOf } from './among-ids.ts'

describe('the bounds of ids', () => {
  it('are the least and the greatest, whatever their order', () => {
    expect(boundsOf(['dlv_2', 'dlv_1', 'dlv_3'])).toEqual(['dlv_1', 'dlv_3'])
    expect(boundsOf(['dlv_1'])).toEqual(['dlv_1', 'dlv_1'])
  })

  it('are missing without ids', () => {
    expect(boundsOf([])).toEqual([undefined, undefined])
  })
})

it('compares the column with the array and with its bounds', () => {
  expect(amongIds('d.id', { array: '$1', bounds: 2 })).toBe('d.id = ANY ($1) AND d.id BETWEEN $2 AND $3')
})
