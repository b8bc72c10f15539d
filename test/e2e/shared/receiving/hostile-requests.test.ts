import { randomBytes } from 'node:crypto'
import type { Page, Provider, Source } from '@posthorn/contracts'
import { beforeAll, describe, expect, it } from 'vitest'
import { apiClient } from '../../../harness/api-client.ts'
import type { Tenant } from '../../../harness/posthorn.ts'
import { discordKeys } from '../../../harness/providers/provider-signatures.ts'
import { sendgridKeys } from '../../../harness/providers/several-events.ts'
import { sharedPosthorn } from '../../../harness/shared/shared-posthorn.ts'
import { sendWebhook } from '../../../harness/webhooks.ts'

const MIB = 1024 * 1024
const CONFIGS: Record<string, object> = {
  meta: { verifyToken: 'my token' },
  paypal: { webhookId: '8PT597110X687430LKGECATA' },
  plaid: { clientId: 'client-1' },
  'aws-sns': { topicArn: 'arn:aws:sns:eu-central-1:123456789012:orders' },
  hmac: { header: 'X-Signature' },
  jwt: { jwksUrl: 'https://127.0.0.1:9/keys' },
}
const PUBLIC_KEYS: Record<string, string> = {
  discord: discordKeys().publicKey,
  sendgrid: sendgridKeys().publicKey,
}
/** Their keys are fetched: without them a request is neither authentic nor forged. */
const FETCHING = new Set(['paypal', 'plaid', 'aws-sns', 'jwt'])
/** Headers of signatures, tokens and times, of all providers. */
const SIGNATURE_HEADERS = [
  'authorization',
  'hmacsignature',
  'linear-signature',
  'paddle-signature',
  'paypal-cert-url',
  'paypal-transmission-id',
  'paypal-transmission-sig',
  'paypal-transmission-time',
  'plaid-verification',
  'sentry-hook-signature',
  'stripe-signature',
  'webhook-id',
  'webhook-signature',
  'webhook-timestamp',
  'x-api-key',
  'x-docusign-signature-1',
  'x-gitea-signature',
  'x-gitlab-token',
  'x-hub-signature',
  'x-hub-signature-256',
  'x-hubspot-request-timestamp',
  'x-hubspot-signature-v3',
  'x-razorpay-signature',
  'x-shopify-hmac-sha256',
  'x-signature',
  'x-signature-ed25519',
  'x-signature-timestamp',
  'x-slack-request-timestamp',
  'x-slack-signature',
  'x-square-hmacsha256-signature',
  'x-twilio-email-event-webhook-signature',
  'x-twilio-email-event-webhook-timestamp',
  'x-twilio-signature',
  'x-twitter-webhooks-signature',
  'x-vercel-signature',
  'x-wc-webhook-signature',
  'x-zm-request-timestamp',
  'x-zm-signature',
]
const nowSeconds = String(Math.floor(Date.now() / 1000))
const VALUES = [
  'x',
  nowSeconds,
  `t=${nowSeconds},v1=${'0'.repeat(64)}`,
  `v0=${'a'.repeat(64)}`,
  `sha256=${'a'.repeat(64)}`,
  Buffer.alloc(32).toString('base64'),
  Buffer.alloc(20).toString('base64'),
  'f'.repeat(128),
  `Bearer ${'a.'.repeat(50)}`,
  'Basic Og==',
  'ä'.repeat(50),
  ','.repeat(300),
]
const BODIES: [string, string | Uint8Array][] = [
  ['nothing', ''],
  ['JSON', '{"id":"1","type":"a"}'],
  ['JSON that is cut off', '{"id":"1","type":'],
  ['deep JSON', '['.repeat(100_000)],
  ['random bytes', randomBytes(1000)],
  ['a megabyte', new Uint8Array(MIB)],
  ['a byte order mark', '\ufeff{}'],
  ['a form', 'payload=%7B%7D&payload=&a[]=%'],
]

describe('a forged request', () => {
  const posthorn = sharedPosthorn()
  let tenant: Tenant
  const sources: { provider: string; source: Source }[] = []
  beforeAll(async () => {
    tenant = await posthorn.createTenant()
    const { body } = await posthorn.api.get<Page<Provider>>('/v1/providers')
    const signing = body.data.filter(({ name }) => name !== 'none')
    for (const { name, secret } of signing) {
      const source = await tenant.source({
        name,
        provider: name,
        ...(CONFIGS[name] && { config: CONFIGS[name] }),
        ...(secret === null
          ? PUBLIC_KEYS[name] && { publicKey: PUBLIC_KEYS[name] }
          : { secrets: [secretOf(name)] }),
      })
      sources.push({ provider: name, source })
    }
  })

  it.each(BODIES)('with %s gets 401 from every provider, whatever its headers are', async (_, body) => {
    for (const { provider, source } of sources) {
      const allowed = FETCHING.has(provider) ? [401, 503] : [401]
      for (const value of VALUES) {
        const headers = Object.fromEntries(SIGNATURE_HEADERS.map((name) => [name, value]))
        const { status, text } = await sendWebhook<unknown>(`${source.ingestUrl}?${value.slice(0, 9)}`, {
          headers,
          body,
        })
        expect(allowed, `${provider} with ${value}: ${text}`).toContain(status)
        if (body.length === MIB) break
      }
    }
  })

  it('by GET gets no answer of a handshake', async () => {
    for (const { provider, source } of sources) {
      for (const query of ['', '?', '?%', '?crc_token=%00', '?hub.mode=subscribe&hub.challenge=1', '?=&&=']) {
        const { status } = await apiClient(source.ingestUrl, undefined).get(query)
        expect([401, 405], `${provider} with ${query}`).toContain(status)
      }
    }
  })
})

function secretOf(provider: string): string {
  switch (provider) {
    case 'standard-webhooks':
    case 'svix':
    case 'clerk':
    case 'resend':
    case 'openai':
      return `whsec_${Buffer.alloc(32, 7).toString('base64')}`
    case 'adyen':
      return 'ab'.repeat(32)
    case 'basic-auth':
    case 'postmark':
      return 'user:a-long-password'
    default:
      return 'a-secret-of-32-characters-0123456'
  }
}
