import { hmacOf, type ProviderSample } from './provider-sample.ts'

interface BodyOnly extends Pick<ProviderSample, 'provider' | 'body' | 'events' | 'config'> {
  header: string
  algorithm?: string
  encoding: 'hex' | 'base64'
  prefix?: string
  others?: Record<string, string>
}

/** A message whose signature covers the body and nothing else. */
function bodyOnly({ header, algorithm = 'sha256', encoding, prefix = '', others, ...sample }: BodyOnly) {
  const secret = 'It_is-a.secret'
  return {
    ...sample,
    secret,
    otherSecret: 'another-secret',
    headersAt: (_: number, body: string) => ({
      'content-type': 'application/json',
      ...others,
      [header]: prefix + hmacOf({ algorithm, key: secret, encoding }, body),
    }),
    covers: 'body',
    signsTime: false,
    needs: [header],
  } satisfies ProviderSample
}

export const bodyOnlySamples: readonly ProviderSample[] = [
  bodyOnly({
    provider: 'bitbucket',
    header: 'x-hub-signature',
    encoding: 'hex',
    prefix: 'sha256=',
    others: { 'x-event-key': 'repo:push', 'x-request-uuid': 'a6b4c9f0-1' },
    body: '{"push":{}}',
    events: [{ providerType: 'repo.push', id: 'a6b4c9f0-1' }],
  }),
  bodyOnly({
    provider: 'gitea',
    header: 'x-gitea-signature',
    encoding: 'hex',
    others: { 'x-gitea-event': 'pull_request', 'x-gitea-delivery': 'f6266f16-1' },
    body: '{"action":"opened","number":2}',
    events: [{ providerType: 'pull_request.opened', id: 'f6266f16-1' }],
  }),
  bodyOnly({
    provider: 'jira',
    header: 'x-hub-signature',
    encoding: 'hex',
    prefix: 'sha256=',
    others: { 'x-atlassian-webhook-identifier': 'id-1' },
    body: '{"timestamp":1525698237764,"webhookEvent":"jira:issue_updated"}',
    events: [{ providerType: 'jira.issue_updated', id: 'id-1' }],
  }),
  bodyOnly({
    provider: 'vercel',
    header: 'x-vercel-signature',
    algorithm: 'sha1',
    encoding: 'hex',
    body: '{"type":"deployment.created","id":"evt-1","payload":{}}',
    events: [{ providerType: 'deployment.created', id: 'evt-1' }],
  }),
  bodyOnly({
    provider: 'sentry',
    header: 'sentry-hook-signature',
    encoding: 'hex',
    others: { 'sentry-hook-resource': 'issue', 'request-id': 'req-1' },
    body: '{"action":"created","data":{}}',
    events: [{ providerType: 'issue.created', id: 'req-1' }],
  }),
  bodyOnly({
    provider: 'woocommerce',
    header: 'x-wc-webhook-signature',
    encoding: 'base64',
    others: { 'x-wc-webhook-topic': 'order.created', 'x-wc-webhook-delivery-id': 'd-1' },
    body: '{"id":727}',
    events: [{ providerType: 'order.created', id: 'd-1' }],
  }),
  bodyOnly({
    provider: 'lemon-squeezy',
    header: 'x-signature',
    encoding: 'hex',
    body: '{"meta":{"event_name":"order_created"},"data":{"id":"1"}}',
    events: [{ providerType: 'order_created', id: undefined }],
  }),
  bodyOnly({
    provider: 'meta',
    config: { verifyToken: 'v' },
    header: 'x-hub-signature-256',
    encoding: 'hex',
    prefix: 'sha256=',
    body: '{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages"}]}]}',
    events: [{ providerType: 'whatsapp_business_account.messages', id: undefined }],
  }),
  bodyOnly({
    provider: 'x',
    header: 'x-twitter-webhooks-signature',
    encoding: 'base64',
    prefix: 'sha256=',
    body: '{"for_user_id":"1","tweet_create_events":[{"id":1}]}',
    events: [{ providerType: 'tweet_create_events', id: undefined }],
  }),
  bodyOnly({
    provider: 'typeform',
    header: 'typeform-signature',
    encoding: 'base64',
    prefix: 'sha256=',
    body: '{"event_id":"LtWXD3crgy","event_type":"form_response"}',
    events: [{ providerType: 'form_response', id: 'LtWXD3crgy' }],
  }),
  bodyOnly({
    provider: 'intercom',
    header: 'x-hub-signature',
    algorithm: 'sha1',
    encoding: 'hex',
    prefix: 'sha1=',
    body: '{"type":"notification_event","id":"notif_1","topic":"user.created"}',
    events: [{ providerType: 'user.created', id: 'notif_1' }],
  }),
  bodyOnly({
    provider: 'docusign',
    header: 'x-docusign-signature-2',
    encoding: 'base64',
    body: '{"event":"envelope-sent","generatedDateTime":"2021-02-25T15:02:10.1Z","data":{"envelopeId":"e-1"}}',
    events: [{ providerType: 'envelope-sent', id: 'e-1-envelope-sent-2021-02-25T15:02:10.1Z' }],
  }),
  bodyOnly({
    provider: 'hmac',
    config: { header: 'X-Acme-Signature' },
    header: 'x-acme-signature',
    encoding: 'hex',
    body: '{"type":"thing.made"}',
    events: [{ providerType: 'thing.made', id: undefined }],
  }),
]
