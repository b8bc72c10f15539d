import { hmacOf, type ProviderSample } from './provider-sample.ts'

const secret = 'It_is-a.secret'
const common = { secret, otherSecret: 'another-secret', covers: 'body' } as const
const hex = { key: secret, encoding: 'hex' } as const
const base64 = { key: secret, encoding: 'base64' } as const
const adyenKey = '44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056'
const adyenItem = (psp: string, hmacSignature: string) => ({
  NotificationRequestItem: {
    additionalData: { hmacSignature },
    amount: { value: 1130, currency: 'EUR' },
    pspReference: psp,
    eventCode: 'AUTHORISATION',
    merchantAccountCode: 'TestMerchant',
    merchantReference: 'TestPayment-1',
    success: 'true',
  },
})
const adyenSignature = (psp: string) =>
  hmacOf(
    { key: Buffer.from(adyenKey, 'hex'), encoding: 'base64' },
    `${psp}::TestMerchant:TestPayment-1:1130:EUR:AUTHORISATION:true`,
  )

/** Messages whose signatures a library of the vendor accepts (vendor-libraries.test.ts). */
export const vendorCheckedSamples: readonly ProviderSample[] = [
  {
    ...common,
    provider: 'stripe',
    body: '{"id":"evt_1","type":"payment_intent.succeeded"}',
    headersAt: (seconds, body) => ({
      'stripe-signature': `t=${seconds},v1=${hmacOf(hex, `${seconds}.`, body)}`,
    }),
    events: [{ providerType: 'payment_intent.succeeded', id: 'evt_1' }],
    signsTime: true,
    needs: ['stripe-signature'],
  },
  {
    ...common,
    provider: 'github',
    body: '{"action":"opened","number":12345678901234567890}\n',
    headersAt: (_, body) => ({
      'x-github-event': 'pull_request',
      'x-github-delivery': '72d3162e-1',
      'x-hub-signature-256': `sha256=${hmacOf(hex, body)}`,
    }),
    events: [{ providerType: 'pull_request.opened', id: '72d3162e-1' }],
    signsTime: false,
    needs: ['x-hub-signature-256'],
  },
  {
    ...common,
    provider: 'slack',
    body: '{"type":"event_callback","event_id":"Ev1","event":{"type":"app_mention"}}',
    headersAt: (seconds, body) => ({
      'content-type': 'application/json',
      'x-slack-request-timestamp': `${seconds}`,
      'x-slack-signature': `v0=${hmacOf(hex, `v0:${seconds}:`, body)}`,
    }),
    events: [{ providerType: 'app_mention', id: 'Ev1' }],
    signsTime: true,
    needs: ['x-slack-request-timestamp', 'x-slack-signature'],
  },
  {
    ...common,
    provider: 'twilio',
    url: 'https://example.com/hook?a=1',
    body: 'MessageStatus=sent&MessageSid=SM1&To=%2B1800&Empty=',
    headersAt: (_seconds, _body, url) => ({
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': hmacOf(
        { ...base64, algorithm: 'sha1' },
        url,
        'EmptyMessageSidSM1MessageStatussentTo+1800',
      ),
    }),
    events: [
      {
        providerType: 'message.sent',
        id: 'SM1-sent',
        data: '{"contentType":"application/x-www-form-urlencoded","encoding":"utf-8","body":"MessageStatus=sent&MessageSid=SM1&To=%2B1800&Empty="}',
      },
    ],
    covers: 'fields',
    signedField: ['MessageStatus=sent', 'MessageStatus=read'],
    signsUrl: true,
    signsTime: false,
    needs: ['x-twilio-signature', 'content-type'],
  },
  {
    ...common,
    provider: 'paddle',
    body: '{"event_id":"evt_01","event_type":"transaction.paid","notification_id":"ntf_1"}',
    headersAt: (seconds, body) => ({
      'paddle-signature': `ts=${seconds};h1=${hmacOf(hex, `${seconds}:`, body)}`,
    }),
    events: [{ providerType: 'transaction.paid', id: 'evt_01' }],
    signsTime: true,
    needs: ['paddle-signature'],
  },
  {
    ...common,
    provider: 'square',
    config: { publicUrl: 'https://public.example.com/square' },
    url: 'http://10.0.0.1:8081/webhooks/src_1',
    body: '{"type":"payment.created","event_id":"e-1"}',
    headersAt: (_, body) => ({
      'x-square-hmacsha256-signature': hmacOf(base64, 'https://public.example.com/square', body),
    }),
    events: [{ providerType: 'payment.created', id: 'e-1' }],
    signsUrl: true,
    signsTime: false,
    needs: ['x-square-hmacsha256-signature'],
  },
  {
    ...common,
    provider: 'razorpay',
    body: '{"entity":"event","event":"payment.captured"}',
    headersAt: (_, body) => ({ 'x-razorpay-event-id': 'r-1', 'x-razorpay-signature': hmacOf(hex, body) }),
    events: [{ providerType: 'payment.captured', id: 'r-1' }],
    signsTime: false,
    needs: ['x-razorpay-signature'],
  },
  {
    ...common,
    provider: 'hubspot',
    url: 'https://example.com/hook',
    body: '[{"eventId":1,"subscriptionId":2,"objectId":3,"occurredAt":4,"subscriptionType":"contact.creation"}]',
    headersAt: (seconds, body, url) => ({
      'x-hubspot-request-timestamp': `${seconds}000`,
      'x-hubspot-signature-v3': hmacOf(base64, 'POST', url, body, `${seconds}000`),
    }),
    events: [
      {
        providerType: 'contact.creation',
        id: '2-1-3-4',
        data: '{"eventId":1,"subscriptionId":2,"objectId":3,"occurredAt":4,"subscriptionType":"contact.creation"}',
      },
    ],
    signsUrl: true,
    signsTime: true,
    needs: ['x-hubspot-request-timestamp', 'x-hubspot-signature-v3'],
  },
  {
    ...common,
    provider: 'linear',
    body: '',
    bodyAt: (seconds) => `{"action":"create","type":"Issue","webhookTimestamp":${seconds}000}`,
    headersAt: (_, body) => ({ 'linear-delivery': 'd-1', 'linear-signature': hmacOf(hex, body) }),
    events: [{ providerType: 'Issue.create', id: 'd-1' }],
    signsTime: true,
    needs: ['linear-signature'],
  },
  {
    ...common,
    provider: 'shopify',
    body: '{"id":820982911946154508}',
    headersAt: (_, body) => ({
      'x-shopify-topic': 'orders/create',
      'x-shopify-shop-domain': 'example.myshopify.com',
      'x-shopify-api-version': '2026-07',
      'x-shopify-webhook-id': 'w-1',
      'x-shopify-hmac-sha256': hmacOf(base64, body),
    }),
    events: [{ providerType: 'orders.create', id: 'w-1' }],
    signsTime: false,
    needs: ['x-shopify-hmac-sha256'],
  },
  {
    provider: 'adyen',
    secret: adyenKey,
    otherSecret: 'A'.repeat(64),
    body: JSON.stringify({
      live: 'false',
      notificationItems: ['p-1', 'p-2'].map((psp) => adyenItem(psp, adyenSignature(psp))),
    }),
    headersAt: () => ({ 'content-type': 'application/json' }),
    events: ['p-1', 'p-2'].map((psp) => ({
      providerType: 'AUTHORISATION',
      id: `${psp}:AUTHORISATION:true`,
      data: JSON.stringify(adyenItem(psp, adyenSignature(psp)).NotificationRequestItem),
    })),
    covers: 'fields',
    signedField: ['1130', '1131'],
    signsTime: false,
    needs: [],
  },
]
