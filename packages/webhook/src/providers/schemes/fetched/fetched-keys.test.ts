import { generateKeyPairSync, type JsonWebKey, type KeyObject, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { fetchedKeySamples, tokenOf } from '../../../testing/samples/fetched-keys.ts'
import { type ProviderSample, SAMPLE_SECONDS } from '../../../testing/samples/provider-sample.ts'
import { requestOf, sendSample } from '../../../testing/samples/send-sample.ts'
import { providerOf } from '../../catalogue.ts'
import { type FetchText, KeyUnavailableError } from '../../provider.ts'
import { snsUrl } from './sns.ts'

const wrong = { verified: false, cause: 'signature_mismatch' }

function sampleOf(name: string): ProviderSample {
  const sample = fetchedKeySamples.find(({ provider }) => provider === name)
  if (sample === undefined) throw new Error(`no sample of ${name}`)
  return sample
}

describe.each(fetchedKeySamples.map((sample) => [sample.provider, sample] as const))('%s', (_, sample) => {
  it('fails instead of rejecting when the key cannot be fetched', async () => {
    const fetchText = async () => {
      throw new KeyUnavailableError('the provider does not answer')
    }
    await expect(sendSample({ ...sample, fetchText })).rejects.toThrow(KeyUnavailableError)
  })

  it.each([undefined, '', 'text', '{}', '[]', '{"keys":[null,{"kty":"EC"}]}', '{"key":{"kty":"oct"}}'])(
    'rejects a request when the text of its key is %j',
    async (text) => {
      expect(await sendSample({ ...sample, fetchText: async () => text })).toEqual(wrong)
    },
  )
})

describe('a token', () => {
  const jwt = sampleOf('jwt')
  const hash = '27ae41e4649b934ca495991b7852b855'
  const send = async (claims: object, sample = jwt) =>
    sendSample(
      { ...sample, config: { ...sample.config, bodyHashClaim: undefined } },
      { headers: { authorization: `Bearer ${tokenOf(claims)}` } },
    )
  const claims = { iat: SAMPLE_SECONDS, aud: 'me', hash }

  it('is accepted for its audience, and while it is valid', async () => {
    expect(await send({ ...claims, exp: SAMPLE_SECONDS + 1, nbf: SAMPLE_SECONDS })).toEqual({
      verified: true,
    })
  })

  it.each([
    ['of another audience', { ...claims, aud: 'you' }],
    ['without an audience', { iat: SAMPLE_SECONDS }],
    ['that has expired', { ...claims, exp: SAMPLE_SECONDS - 301 }],
    ['that is not valid yet', { ...claims, nbf: SAMPLE_SECONDS + 301 }],
    ['with times that are no numbers', { ...claims, exp: { toString: 1 }, nbf: [] }],
  ])('%s is rejected', async (_, changed) => {
    expect(await send(changed)).toEqual(wrong)
  })

  it('of a key that was published a moment ago is accepted', async () => {
    const { fetchText } = jwt
    const rotating = {
      ...jwt,
      fetchText: async (...[url, body, options]: Parameters<FetchText>) =>
        options?.isRefreshed === true ? fetchText?.(url, body) : '{"keys":[{"kid":"old"}]}',
    }
    expect(await send(claims, rotating)).toEqual({ verified: true })
  })

  it('of another issuer is rejected', async () => {
    const sample = { ...jwt, config: { ...jwt.config, issuer: 'https://example.com' } }
    expect(await send({ ...claims, iss: 'https://example.com' }, sample)).toEqual({ verified: true })
    expect(await send({ ...claims, iss: 'https://evil.example' }, sample)).toEqual(wrong)
  })

  it('signed with another key, or with an algorithm that is not the one of the key, is rejected', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const foreign = tokenOf(claims, privateKey)
    const [, payload = '', signature = ''] = tokenOf(claims).split('.')
    const renamed = ['HS256', 'none', 'RS256'].map((alg) => {
      const header = Buffer.from(JSON.stringify({ alg, kid: 'key-1' })).toString('base64url')
      return `${header}.${payload}.${signature}`
    })
    for (const token of [foreign, ...renamed]) {
      const headers = { authorization: `Bearer ${token}` }
      expect(
        await sendSample({ ...jwt, config: { ...jwt.config, bodyHashClaim: undefined } }, { headers }),
      ).toEqual(wrong)
    }
  })
})

describe('a key of a set', () => {
  const jwt = sampleOf('jwt')
  const send = (jwk: JsonWebKey, privateKey: KeyObject) => {
    const head = Buffer.from(JSON.stringify({ alg: 'RS256' })).toString('base64url')
    const claims = Buffer.from(JSON.stringify({ iat: SAMPLE_SECONDS, aud: 'me' })).toString('base64url')
    const signature = sign('sha256', Buffer.from(`${head}.${claims}`), privateKey).toString('base64url')
    return sendSample(
      {
        ...jwt,
        config: { ...jwt.config, bodyHashClaim: undefined },
        fetchText: async () => JSON.stringify({ keys: [jwk] }),
      },
      { headers: { authorization: `Bearer ${head}.${claims}.${signature}` } },
    )
  }

  it('may be an RSA key of 2048 bits, but of no fewer', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    expect(await send(publicKey.export({ format: 'jwk' }), privateKey)).toEqual({ verified: true })
    const small = generateKeyPairSync('rsa', { modulusLength: 1024 })
    expect(await send(small.publicKey.export({ format: 'jwk' }), small.privateKey)).toEqual(wrong)
  })

  it('may not have a large exponent, with which verifying takes a hundred times longer', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const { n, p, q } = privateKey.export({ format: 'jwk' })
    // By Euler's theorem, it verifies what the usual exponent does.
    const exponent = 65_537n + (numberIn(p) - 1n) * (numberIn(q) - 1n)
    const e = Buffer.from(exponent.toString(16).padStart(512, '0'), 'hex').toString('base64url')
    expect(await send({ kty: 'RSA', n: n ?? '', e }, privateKey)).toEqual(wrong)
  })

  const numberIn = (base64 = '') => BigInt(`0x${Buffer.from(base64, 'base64url').toString('hex')}`)
})

const topicIn = (region: string, partition = 'aws') => `arn:${partition}:sns:${region}:123456789012:orders`

describe('a certificate', () => {
  it.each([
    'http://api.paypal.com/v1/notifications/certs/CERT-1',
    'https://api.paypal.com.evil.example/v1/notifications/certs/CERT-1',
    'https://api.paypal.com@evil.example/v1/notifications/certs/CERT-1',
    'https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1',
    'https://api.paypal.com:8443/v1/notifications/certs/CERT-1',
    'https://api.paypal.com/v1/notifications/certs/../../CERT-1',
    'https://api.paypal.com/other/CERT-1',
    'https://169.254.169.254/v1/notifications/certs/CERT-1',
  ])('of PayPal is not fetched from %s', async (url) => {
    const sample = sampleOf('paypal')
    const { headers } = await requestOf(sample)
    const fetchText = async () => {
      throw new Error('fetched')
    }
    const verdict = await sendSample(
      { ...sample, fetchText },
      { headers: { ...headers, 'paypal-cert-url': url } },
    )
    expect(verdict).toEqual({ verified: false, cause: 'malformed_header' })
  })

  it.each([
    'http://sns.us-east-1.amazonaws.com/x',
    'https://sns.us-east-1.amazonaws.com.evil.example/x',
    'https://evil.example/sns.us-east-1.amazonaws.com',
    'https://sns.us-east-1.amazonaws.com@evil.example/x',
    'https://user:a@sns.us-east-1.amazonaws.com/x',
    'https://sns.us-east-1.amazonaws.com:444/x',
    'https://s3.us-east-1.amazonaws.com/x',
    'https://bucket.sns.us-east-1.amazonaws.com/x',
    '//sns.us-east-1.amazonaws.com/x',
    'https://sns.us-east-2.amazonaws.com/x',
    'https://sns.us-east-1.amazonaws.com.cn/x',
    'https://sns.s3-us-east-1.amazonaws.com/x',
    7,
  ])('of SNS, or its confirmation, is not fetched from %s', (url) => {
    expect(snsUrl(url, topicIn('us-east-1'))).toBeUndefined()
  })

  it('of SNS, and its confirmation, are fetched from its host in the region of the topic', () => {
    const url = 'https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription'
    expect(snsUrl(url, topicIn('us-east-1'))?.href).toBe(url)
    const inChina = snsUrl('https://sns.cn-north-1.amazonaws.com.cn/x', topicIn('cn-north-1', 'aws-cn'))
    expect(inChina?.hostname).toBeDefined()
    const gov = snsUrl('https://sns.us-gov-west-1.amazonaws.com/x', topicIn('us-gov-west-1', 'aws-us-gov'))
    expect(gov?.hostname).toBeDefined()
  })

  it('of SNS is not fetched from a bucket that is named like it, whatever the region of the topic', () => {
    const url = 'https://sns.s3-us-west-2.amazonaws.com/x'
    expect(snsUrl(url, topicIn('us-west-2'))).toBeUndefined()
    expect(snsUrl(url, topicIn('s3-us-west-2'))).toBeUndefined()
  })
})

describe('Amazon SNS', () => {
  const sns = sampleOf('aws-sns')

  it('accepts a retry after an hour, and nothing older or from the future', async () => {
    expect(await sendSample(sns, { sentAt: SAMPLE_SECONDS - 3600 })).toEqual({ verified: true })
    expect(await sendSample(sns, { sentAt: SAMPLE_SECONDS - 3901 })).toEqual({
      verified: false,
      cause: 'timestamp_too_old',
    })
    expect(await sendSample(sns, { sentAt: SAMPLE_SECONDS + 301 })).toEqual({
      verified: false,
      cause: 'timestamp_too_new',
    })
  })

  it('rejects a change of each signed member, another topic and another version', async () => {
    const message = JSON.parse((await requestOf(sns)).body.toString())
    for (const name of ['Message', 'MessageId', 'TopicArn', 'Subject', 'SignatureVersion', 'Type']) {
      const body = JSON.stringify({ ...message, [name]: `${message[name]}x` })
      expect(await sendSample(sns, { body })).toMatchObject({ verified: false })
    }
  })

  it('has its subscription confirmed at its own host', () => {
    const message = {
      Type: 'SubscriptionConfirmation',
      SubscribeURL: 'https://sns.us-east-1.amazonaws.com/?a=1',
    }
    const confirm = (body: object) =>
      providerOf('aws-sns').handshakes.post?.({
        headers: {},
        body: Buffer.from(JSON.stringify(body)),
        config: { topicArn: topicIn('us-east-1') },
        key: { kind: 'none' },
      })
    expect(confirm(message)).toEqual({ kind: 'confirm', url: message.SubscribeURL })
    for (const host of ['evil.example', 'sns.us-east-2.amazonaws.com', 'sns.s3-us-west-2.amazonaws.com'])
      expect(confirm({ ...message, SubscribeURL: `https://${host}/?a=1` })).toBeUndefined()
    expect(confirm({ ...message, Type: 'Notification' })).toBeUndefined()
  })
})
