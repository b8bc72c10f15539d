import { DeliveryFilter } from '@posthorn/contracts'
import { DELIVERY_ERROR_CODES } from '@posthorn/webhook'
import { describe, expect, it } from 'vitest'
import { causesOf } from './delivery-cause.ts'

const codes = (first: number) => Array.from({ length: 100 }, (_, rest) => String(100 * first + rest))

describe('the causes that a filter selects', () => {
  it.each<[statusCode: string | undefined, errorCode: string | undefined, causes: string[] | undefined]>([
    [undefined, undefined, undefined],
    ['503', undefined, ['503']],
    ['503,404', undefined, ['503', '404']],
    ['5xx', undefined, codes(5)],
    ['503,5xx', undefined, ['503', ...codes(5).filter((code) => code !== '503')]],
    ['none', undefined, [...DELIVERY_ERROR_CODES]],
    ['none,404', undefined, ['404', ...DELIVERY_ERROR_CODES]],
    [undefined, 'timeout,dns_failure', ['timeout', 'dns_failure']],
    ['none', 'timeout', ['timeout']],
    ['none,503', 'timeout', ['timeout']],
    ['503', 'timeout', []],
    // A success is in no index by cause.
    ['200', undefined, undefined],
    ['2xx', undefined, undefined],
    ['503,204', undefined, undefined],
    ['2xx', 'timeout', undefined],
  ])('statusCode=%s&errorCode=%s', (statusCode, errorCode, causes) => {
    expect(causesOf(DeliveryFilter.parse({ statusCode, errorCode }))).toEqual(causes)
  })
})
