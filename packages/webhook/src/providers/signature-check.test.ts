import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hmacKey } from './keys/hmac-key.ts'
import type { RequestSignatures, VerificationKey } from './provider.ts'
import { signedContent } from './schemes/signed-content.ts'
import { SignatureCheck } from './signature-check.ts'

const body = Buffer.from('{"type":"a"}')
const hmac = (key: string) => createHmac('sha256', key).update('1.').update(body).digest('hex')
const pair = generateKeyPairSync('ed25519')
const signature = sign(null, Buffer.concat([Buffer.from('1.'), body]), pair.privateKey)

const signatures = (values: string[], publicKeyValues: Uint8Array[] = []): RequestSignatures =>
  signedContent({
    signedAt: 1,
    before: '1.',
    hmacs: { algorithm: 'sha256', encoding: 'hex', values },
    publicKey: { kind: 'ed25519', values: publicKeyValues },
  })
const secret: (key: string) => VerificationKey = hmacKey
const publicKey: VerificationKey = { kind: 'ed25519', publicKey: pair.publicKey }

async function check(made: RequestSignatures, keys: VerificationKey[], chunks = [body]) {
  const checked = new SignatureCheck(made, keys)
  for (const chunk of chunks) checked.update(chunk)
  let wholes = 0
  const verification = await checked.verify((prefix) => {
    wholes++
    return Buffer.concat([prefix, ...chunks])
  })
  return { keyIndex: verification.verified ? verification.keyIndex : undefined, wholes }
}

describe('a body', () => {
  it('matches in any division into chunks', async () => {
    const bytes = [...body].map((byte) => Buffer.from([byte]))
    expect(await check(signatures([hmac('k')]), [secret('k')], bytes)).toEqual({ keyIndex: 0, wholes: 0 })
    expect(await check(signatures([], [signature]), [publicKey], bytes)).toEqual({ keyIndex: 0, wholes: 1 })
  })

  it('matches when any signature matches any key', async () => {
    const twoSignatures = signatures([hmac('x'), hmac('b')])
    expect(await check(twoSignatures, [secret('a'), secret('b')])).toEqual({ keyIndex: 1, wholes: 0 })
    expect(await check(twoSignatures, [secret('a')])).toEqual({ keyIndex: undefined, wholes: 0 })
  })

  it('names the key that matches, after trying every key', async () => {
    const tried: number[] = []
    const counting: RequestSignatures = {
      signedAt: undefined,
      checkWith: (key) => ({
        verify() {
          tried.push(keys.indexOf(key))
          return key === keys[1] ? { verified: true } : { verified: false, cause: 'timestamp_too_old' }
        },
      }),
    }
    const keys = ['a', 'b', 'c'].map(secret)
    expect(await check(counting, keys)).toEqual({ keyIndex: 1, wholes: 0 })
    expect(tried).toEqual([0, 1, 2])
  })

  it('is not needed in one buffer for signatures without a key of their kind', async () => {
    expect(await check(signatures([hmac('b')], [signature]), [secret('a')])).toEqual({
      keyIndex: undefined,
      wholes: 0,
    })
    expect(await check(signatures([hmac('b')]), [publicKey])).toEqual({ keyIndex: undefined, wholes: 0 })
  })

  it('that is empty has a signature of its own', async () => {
    const empty = createHmac('sha256', 'k').update('1.').digest('hex')
    expect(await check(signatures([empty]), [secret('k')], [])).toEqual({ keyIndex: 0, wholes: 0 })
  })
})
