import { PROBLEMS } from '@posthorn/contracts'
import { expect, it } from 'vitest'
import { components, operations, paths } from './described-schemas.ts'

it('every operation may reply that a request is no HTTP, was late, expects the unknown or has too large headers', () => {
  const served = Object.values(paths).flatMap((item) => Object.values(item))
  const lacking = operations
    .filter((operation) => served.includes(operation))
    .filter(({ responses }) => [400, 408, 417, 431].some((status) => !(status in responses)))
  expect(lacking.map(({ operationId }) => operationId)).toEqual([])
})

it('every code is an example of a reply, but that of methods that are no operations', () => {
  const replies = [...Object.values(components.responses), ...operations.map(({ responses }) => responses)]
  const described = JSON.stringify(replies)
  const missing = Object.keys(PROBLEMS).filter((code) => !described.includes(`"code":"${code}"`))
  expect(missing).toEqual(['method_not_allowed'])
})
