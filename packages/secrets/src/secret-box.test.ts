import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createSecretBox, encryptionKeyId, keyIdOfSealed, SecretBoxError } from './secret-box.ts'

const KEY = randomBytes(32)
const box = createSecretBox([KEY])
const sealed = box.seal('whsec_täst', 'endpoint-secret/acme/ep_1')

describe('a sealed secret', () => {
  it('opens in its own row', () => {
    expect(box.open(sealed, 'endpoint-secret/acme/ep_1')).toBe('whsec_täst')
  })

  it('may be bytes that are not text', () => {
    const bytes = Buffer.from([0xff, 0x00, 0xc3])
    expect(box.openBytes(box.seal(bytes, 'row'), 'row')).toEqual(bytes)
  })

  it('does not open in another row', () => {
    expect(() => box.open(sealed, 'endpoint-secret/acme/ep_2')).toThrow(SecretBoxError)
  })

  it('states the id of its key, which other bytes do not', () => {
    expect(keyIdOfSealed(sealed)).toBe(encryptionKeyId(KEY))
    expect(keyIdOfSealed(sealed.subarray(0, 10))).toBeUndefined()
    expect(keyIdOfSealed(Buffer.from([2, ...sealed.subarray(1)]))).toBeUndefined()
  })

  it('is a different value each time', () => {
    expect(box.seal('a', 'x').equals(box.seal('a', 'x'))).toBe(false)
  })

  it('does not open with any single byte changed', () => {
    for (let index = 0; index < sealed.length; index += 1) {
      const altered = Buffer.from(sealed)
      altered[index] = (altered[index] ?? 0) ^ 1
      expect(() => box.open(altered, 'endpoint-secret/acme/ep_1'), `byte ${index}`).toThrow(SecretBoxError)
    }
  })

  it('does not open when cut to any length', () => {
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => box.open(sealed.subarray(0, length), 'endpoint-secret/acme/ep_1')).toThrow(SecretBoxError)
    }
  })

  it('opens after a new key was put first, but not after its own key was removed', () => {
    const newKey = randomBytes(32)
    expect(createSecretBox([newKey, KEY]).open(sealed, 'endpoint-secret/acme/ep_1')).toBe('whsec_täst')
    expect(() => createSecretBox([newKey]).open(sealed, 'endpoint-secret/acme/ep_1')).toThrow(/add it again/)
  })

  it('never shows the secret in an error', () => {
    expect(() => box.open(sealed, 'elsewhere')).toThrow(
      /^secret of elsewhere: modified, or moved from another row$/,
    )
  })
})

it.each([[[]], [[randomBytes(16)]], [[KEY, randomBytes(31)]]])(
  'no keys, or keys of another length, are rejected',
  (keys) => {
    expect(() => createSecretBox(keys)).toThrow(SecretBoxError)
  },
)
