import { expect, it } from 'vitest'
import { explainCondition } from './explain-condition.ts'

it('says what was expected, and what the data has', () => {
  const condition = { path: 'customer.country', operator: '$in', expected: ['DE', 'AT'] }
  expect(explainCondition({ ...condition, actual: 'FR' })).toBe(
    'The filter needs customer.country $in ["DE","AT"], and the data has "FR".',
  )
  expect(explainCondition(condition)).toBe(
    'The filter needs customer.country $in ["DE","AT"], and the data has no customer.country.',
  )
})
