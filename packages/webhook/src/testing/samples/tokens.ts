import type { ProviderSample } from './provider-sample.ts'

const common = { covers: 'nothing', signsTime: false } as const
const basic = {
  ...common,
  secret: 'posthorn:pässword',
  otherSecret: 'posthorn:other',
  headersAt: () => ({ authorization: `Basic ${Buffer.from('posthorn:pässword').toString('base64')}` }),
  needs: ['authorization'],
} as const

export const tokenSamples: readonly ProviderSample[] = [
  {
    ...common,
    provider: 'gitlab',
    secret: 'a token',
    otherSecret: 'another token',
    body: '{"object_kind":"merge_request","object_attributes":{"action":"open"}}',
    headersAt: () => ({ 'x-gitlab-token': 'a token', 'idempotency-key': 'key-1' }),
    events: [{ providerType: 'merge_request.open', id: 'key-1' }],
    needs: ['x-gitlab-token'],
  },
  {
    ...basic,
    provider: 'postmark',
    body: '{"RecordType":"Bounce","ID":42}',
    events: [{ providerType: 'Bounce', id: undefined }],
  },
  {
    ...basic,
    provider: 'basic-auth',
    config: { typeField: 'event.name', idField: 'event.id' },
    body: '{"event":{"name":"a","id":7}}',
    events: [{ providerType: 'a', id: '7' }],
  },
  {
    ...common,
    provider: 'api-key',
    config: { header: 'Authorization', prefix: 'Bearer ', idHeader: 'X-Id' },
    secret: 'key-1',
    otherSecret: 'key-2',
    body: '{}',
    headersAt: () => ({ authorization: 'Bearer key-1', 'x-id': 'id-1' }),
    events: [{ providerType: 'message', id: 'id-1' }],
    needs: ['authorization'],
  },
]
