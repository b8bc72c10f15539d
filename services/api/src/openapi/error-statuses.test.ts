import { expect, it } from 'vitest'
import { errorStatuses } from './error-statuses.ts'

const ONE = '/v1/tenants/:tenant/endpoints/:id'
const ALL = '/v1/event-types'

it.each([
  ['an open route', { method: 'GET', url: '/healthz', access: 'open', declared: [] }, [400, 408, 417, 431]],
  [
    'a list',
    { method: 'GET', url: ALL, access: 'admin', declared: [] },
    [400, 401, 403, 408, 417, 429, 431, 500, 503],
  ],
  [
    'a list for every key: a session cookie may not count',
    { method: 'GET', url: ALL, access: 'key', declared: [] },
    [400, 401, 403, 408, 417, 429, 431, 500, 503],
  ],
  [
    'one thing: it may be missing',
    { method: 'GET', url: ONE, access: 'read', declared: [] },
    [400, 401, 403, 404, 408, 417, 429, 431, 500, 503],
  ],
  [
    'a change: it may have a body',
    { method: 'PATCH', url: ONE, access: 'manage', declared: [] },
    [400, 401, 403, 404, 408, 413, 415, 417, 429, 431, 500, 503],
  ],
  [
    'a POST: it may have an Idempotency-Key',
    { method: 'POST', url: ALL, access: 'admin', declared: [] },
    [400, 401, 403, 408, 413, 415, 417, 422, 429, 431, 500, 503],
  ],
  [
    'a sign-in, likewise',
    { method: 'POST', url: '/v1/sessions', access: 'sign-in', declared: [] },
    [400, 401, 403, 408, 413, 415, 417, 422, 429, 431, 500, 503],
  ],
  [
    'statuses that a route declares, and those of every route',
    { method: 'GET', url: ALL, access: 'key', declared: [200, 400, 403, 404, 409, 503] },
    [400, 401, 403, 408, 409, 417, 429, 431, 500, 503],
  ],
] as const)('%s', (_name, circumstances, expected) => {
  expect(errorStatuses(circumstances)).toEqual(expected)
})
