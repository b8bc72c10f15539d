import { expect, it } from 'vitest'
import { DELIVERY_ERROR_CODES } from './error-code.ts'

it('has each code once and renames none: codes are stored and part of the API', () => {
  expect(DELIVERY_ERROR_CODES).toEqual([
    'timeout',
    'dns_failure',
    'connection_refused',
    'connection_reset',
    'connection_failed',
    'tls_failure',
    'invalid_response',
    'response_too_large',
    'blocked_destination',
    'worker_lost',
  ])
})
