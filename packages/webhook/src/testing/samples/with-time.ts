import { hmacOf, type ProviderSample } from './provider-sample.ts'

const secret = 'It_is-a.secret'
const common = { secret, otherSecret: 'another-secret', covers: 'body', signsTime: true } as const
const iso = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000', '')

export const timedSamples: readonly ProviderSample[] = [
  {
    ...common,
    provider: 'zoom',
    body: '{"event":"meeting.started","event_ts":1626230691572,"payload":{"object":{"uuid":"4444AAAi=="}}}',
    headersAt: (seconds, body) => ({
      'x-zm-request-timestamp': `${seconds}`,
      'x-zm-signature': `v0=${hmacOf({ key: secret, encoding: 'hex' }, `v0:${seconds}:`, body)}`,
    }),
    events: [{ providerType: 'meeting.started', id: 'meeting.started-1626230691572-4444AAAi==' }],
    needs: ['x-zm-request-timestamp', 'x-zm-signature'],
  },
  {
    ...common,
    provider: 'zendesk',
    body: '{"type":"zen:event-type:ticket.created","id":"1"}',
    headersAt: (seconds, body) => ({
      'content-type': 'application/json',
      'x-zendesk-webhook-invocation-id': '01EZ',
      'x-zendesk-webhook-signature-timestamp': iso(seconds),
      'x-zendesk-webhook-signature': hmacOf({ key: secret, encoding: 'base64' }, iso(seconds), body),
    }),
    events: [{ providerType: 'zen.event-type.ticket.created', id: '01EZ' }],
    needs: ['x-zendesk-webhook-signature-timestamp', 'x-zendesk-webhook-signature'],
  },
  {
    ...common,
    provider: 'mailgun',
    covers: 'fields',
    signedField: ['token-1', 'token-2'],
    body: '',
    bodyAt(seconds) {
      const signature = hmacOf({ key: secret, encoding: 'hex' }, `${seconds}`, 'token-1')
      return JSON.stringify({
        signature: { timestamp: `${seconds}`, token: 'token-1', signature },
        'event-data': { event: 'opened', id: 'CPgfbmQMTCKtHW6uIWtuVe' },
      })
    },
    headersAt: () => ({ 'content-type': 'application/json' }),
    events: [{ providerType: 'opened', id: 'CPgfbmQMTCKtHW6uIWtuVe' }],
    needs: [],
  },
  {
    ...common,
    provider: 'hmac',
    name: 'with time, id and URL',
    config: {
      header: 'X-Acme-Signature',
      algorithm: 'sha512',
      encoding: 'base64url',
      separator: ',',
      signatureLabel: 's',
      timestampLabel: 't',
      signedIdHeader: 'X-Acme-Id',
      signedContent: '{id}:{timestamp}:{method} {url}:{body}!',
      secretEncoding: 'base64',
      typeHeader: 'X-Acme-Type',
    },
    secret: Buffer.from(secret).toString('base64'),
    otherSecret: 'YWJj',
    url: 'https://example.com/hook?a=1',
    body: 'not JSON',
    headersAt(seconds, body, url) {
      const signed = `id-1:${seconds}:POST ${url}:${body}!`
      const base64 = hmacOf({ algorithm: 'sha512', key: secret, encoding: 'base64' }, signed)
      return {
        'content-type': 'text/plain',
        'x-acme-id': 'id-1',
        'x-acme-type': 'thing.made',
        'x-acme-signature': `t=${seconds},s=${Buffer.from(base64, 'base64').toString('base64url')}`,
      }
    },
    events: [
      {
        providerType: 'thing.made',
        id: 'id-1',
        data: '{"contentType":"text/plain","encoding":"utf-8","body":"not JSON"}',
      },
    ],
    signsUrl: true,
    needs: ['x-acme-id', 'x-acme-signature'],
  },
]
