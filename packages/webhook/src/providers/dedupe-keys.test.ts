import { describe, expect, it } from 'vitest'
import { dedupeKeys, isBodyCompared } from './dedupe-keys.ts'

describe('the dedupe keys', () => {
  it.each([
    ['msg_1', 'id', ['id:msg_1'], false],
    ['msg_1', 'id-or-body', ['id:msg_1', 'body:00ff'], true],
    [undefined, 'id', ['body:00ff'], true],
    [undefined, 'id-or-body', ['body:00ff'], true],
  ] as const)('of the id %j by %s is %j', (id, dedupeBy, keys, needsBody) => {
    expect(dedupeKeys({ id, dedupeBy, bodyHash: '00ff' })).toEqual(keys)
    expect(isBodyCompared({ id, dedupeBy })).toBe(needsBody)
  })

  it('need the hash of the body when the body is compared', () => {
    expect(() => dedupeKeys({ id: undefined, dedupeBy: 'id', bodyHash: undefined })).toThrow(RangeError)
  })
})
