import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { fetchedKeySamples, tokenOf } from '../../../testing/samples/fetched-keys.ts'
import { type ProviderSample, SAMPLE_SECONDS } from '../../../testing/samples/provider-sample.ts'
import { requestOf, sendSample } from '../../../testing/samples/send-sample.ts'
import { providerOf } from '../../catalogue.ts'
import { KeyUnavailableError } from '../../provider.ts'
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
    7,
  ])('of SNS, or its confirmation, is not fetched from %s', (url) => {
    expect(snsUrl(url)).toBeUndefined()
  })

  it('of SNS, and its confirmation, are fetched from its hosts', () => {
    expect(snsUrl('https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription')?.hostname).toBeDefined()
    expect(snsUrl('https://sns.cn-north-1.amazonaws.com.cn/x')?.hostname).toBeDefined()
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
        config: {},
        key: { kind: 'none' },
      })
    expect(confirm(message)).toEqual({ kind: 'confirm', url: message.SubscribeURL })
    expect(confirm({ ...message, SubscribeURL: 'https://evil.example/' })).toBeUndefined()
    expect(confirm({ ...message, Type: 'Notification' })).toBeUndefined()
  })
})
