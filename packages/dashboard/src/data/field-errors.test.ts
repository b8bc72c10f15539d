import { expect, it } from 'vitest'
import { errorAt, hasOtherErrors } from './field-errors.ts'
import { RequestProblem } from './problem.ts'

const problem = new RequestProblem({
  status: 400,
  title: 'Invalid request',
  detail: 'config.topicArn: required',
  errors: [
    { path: 'config.topicArn', message: 'expected an ARN' },
    { path: 'secrets.0', message: 'too short' },
    { path: 'secrets.1', message: 'too long' },
  ],
})

it('shows an error at its field, and those of members at their list', () => {
  expect(errorAt(problem, 'config.topicArn')).toBe('expected an ARN')
  expect(errorAt(problem, 'secrets')).toBe('too short; too long')
  expect(errorAt(problem, 'secret')).toBeUndefined()
  expect(errorAt(undefined, 'secrets')).toBeUndefined()
})

it('shows above the form what belongs to no field', () => {
  expect(hasOtherErrors(problem, ['config.topicArn', 'secrets'])).toBe(false)
  expect(hasOtherErrors(problem, ['secrets'])).toBe(true)
  expect(hasOtherErrors(new RequestProblem({ status: 409, title: 'Conflict', detail: '' }), [])).toBe(true)
})
