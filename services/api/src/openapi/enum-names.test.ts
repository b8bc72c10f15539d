import { expect, it } from 'vitest'
import { nameEnumValues } from './enum-names.ts'

it('names each value of an enum after the enum, so that no two enums share a constant', () => {
  const components = {
    RetryOn: { type: 'string', enum: ['server-errors', 'any-failure'] },
    Problem: { type: 'object' },
  } as const
  expect(nameEnumValues({ ...components, RetryOn: { type: 'string', enum: ['server-errors'] } })).toEqual({
    RetryOn: { type: 'string', enum: ['server-errors'], 'x-enum-varnames': ['RetryOnServerErrors'] },
    Problem: { type: 'object' },
  })
})
