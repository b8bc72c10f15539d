import { expect, it } from 'vitest'
import { RequestProblem } from '../../data/problem.ts'
import { formProblemOf } from './form-problem.ts'

const problem = (errors: { path: string; message: string }[]) =>
  new RequestProblem({ status: 400, title: 'Invalid request', detail: 'Two fields are invalid.', errors })

it('shows each error at its field, those within it with their path, and the others together', () => {
  const shown = formProblemOf(
    problem([
      { path: 'expiresAt', message: 'must be in the future' },
      { path: 'theme.primary', message: 'expected a colour' },
      { path: 'themed', message: 'unknown field' },
    ]),
    ['expiresAt', 'theme'],
  )
  expect(shown.at('expiresAt')).toBe('must be in the future')
  expect(shown.at('theme')).toBe('primary: expected a colour')
  expect(shown.at('theme.primary')).toBe('expected a colour')
  expect(shown.other).toBe('themed: unknown field')
})

it('shows what is wrong where no field is named, and nothing without a problem', () => {
  expect(formProblemOf(problem([]), ['role']).other).toBe('Two fields are invalid.')
  expect(formProblemOf(null, ['role'])).toMatchObject({ other: undefined })
})
