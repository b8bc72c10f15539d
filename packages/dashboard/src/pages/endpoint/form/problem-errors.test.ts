import { expect, it } from 'vitest'
import { NEW_DRAFT } from './draft.ts'
import { errorsOf } from './problem-errors.ts'

it('puts each error at its field, with the rest of its path', () => {
  const errors = [
    { path: 'url', message: 'HTTPS required' },
    { path: 'headers.Host', message: 'is reserved' },
    { path: 'retrySchedule.3', message: 'expected number' },
    { path: 'retrySchedule.4', message: 'too big' },
  ]
  expect(errorsOf({ errors, message: 'Some fields are invalid.' }, NEW_DRAFT)).toEqual({
    fields: {
      url: 'HTTPS required',
      headers: 'Host: is reserved',
      retrySchedule: '3: expected number; 4: too big',
    },
    others: undefined,
  })
})

it('shows above the form what belongs to no field', () => {
  expect(errorsOf({ errors: [{ path: '', message: 'too large' }], message: 'Bad.' }, NEW_DRAFT)).toEqual({
    fields: {},
    others: 'too large',
  })
  expect(errorsOf({ errors: [], message: 'At most 20000 endpoints.' }, NEW_DRAFT)).toEqual({
    fields: {},
    others: 'At most 20000 endpoints.',
  })
})
