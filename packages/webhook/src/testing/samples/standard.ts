import type { ProviderName } from '../../providers/catalogue.ts'
import { hmacOf, type ProviderSample } from './provider-sample.ts'

const key = Buffer.alloc(32, 7)

function standardSample(provider: ProviderName, family: 'webhook' | 'svix'): ProviderSample {
  return {
    provider,
    name: 'Standard Webhooks',
    secret: `whsec_${key.toString('base64')}`,
    otherSecret: `whsec_${Buffer.alloc(24, 8).toString('base64')}`,
    body: '{"type":"user.created","object_kind":"user.created"}',
    headersAt: (seconds, body) => ({
      [`${family}-id`]: 'msg_1',
      [`${family}-timestamp`]: `${seconds}`,
      [`${family}-signature`]: `v1,${hmacOf({ key, encoding: 'base64' }, `msg_1.${seconds}.`, body)}`,
    }),
    events: [{ providerType: 'user.created', id: 'msg_1' }],
    covers: 'body',
    signsTime: true,
    needs: ['id', 'timestamp', 'signature'].map((part) => `${family}-${part}`),
  }
}

export const standardSamples: readonly ProviderSample[] = [
  standardSample('standard-webhooks', 'webhook'),
  standardSample('openai', 'webhook'),
  standardSample('gitlab', 'webhook'),
  standardSample('svix', 'svix'),
  standardSample('clerk', 'svix'),
  standardSample('resend', 'svix'),
]
