import {
  githubWebhook,
  type SignedWebhook,
  standardWebhook,
  stripeWebhook,
  svixWebhook,
} from '../webhooks.ts'

export const STRIPE_SECRET = 'whsec_is_no_base64_at_stripe'
const GITHUB_SECRET = "It's a Secret to Everybody"
const STANDARD_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
export const ANOTHER_SECRET = `whsec_${Buffer.alloc(32, 8).toString('base64')}`

export const PAYMENT = JSON.stringify({
  id: 'evt_1NG8Du2eZvKYlo2CUI79vXWy',
  object: 'event',
  type: 'payment_intent.succeeded',
  data: { object: { id: 'pi_1', amount: 2000, currency: 'eur' } },
})
const PULL_REQUEST = JSON.stringify({ action: 'opened', number: 2, pull_request: { title: 'Größe' } })
const PUSH = JSON.stringify({ ref: 'refs/heads/main', commits: [] })
const USER = JSON.stringify({ type: 'user.created', timestamp: '2026-11-21T20:24:50Z', data: { id: 'u_1' } })

/** A provider with its source, a webhook of it, and the type of its event. */
export interface Sender {
  source: { name: string; provider: string; secrets: string[]; eventTypePrefix?: string }
  webhook: (secret: string) => SignedWebhook | Promise<SignedWebhook>
  body: string
  type: string
  /** The provider's id. */
  externalId: string
  /** Those that are stored. */
  headers?: Record<string, string>
}

export const STRIPE: Sender = {
  source: { name: 'stripe', provider: 'stripe', secrets: [STRIPE_SECRET] },
  webhook: (secret) => stripeWebhook(secret, PAYMENT),
  body: PAYMENT,
  type: 'stripe.payment_intent.succeeded',
  externalId: 'evt_1NG8Du2eZvKYlo2CUI79vXWy',
}
export const GITHUB: Sender = {
  source: { name: 'github', provider: 'github', secrets: [GITHUB_SECRET] },
  webhook: (secret) => githubWebhook(secret, PULL_REQUEST, { event: 'pull_request', delivery: 'd-1' }),
  body: PULL_REQUEST,
  type: 'github.pull_request.opened',
  externalId: 'd-1',
  headers: { 'x-github-event': 'pull_request', 'x-github-delivery': 'd-1' },
}
export const STANDARD: Sender = {
  source: { name: 'clerk', provider: 'standard-webhooks', secrets: [STANDARD_SECRET] },
  webhook: (secret) => standardWebhook(secret, USER, { id: 'msg_1' }),
  body: USER,
  type: 'clerk.user.created',
  externalId: 'msg_1',
}

export const SENDERS: [name: string, sender: Sender][] = [
  ["signed by Stripe's SDK", STRIPE],
  ['signed by Octokit', GITHUB],
  [
    'of GitHub without an action',
    {
      ...GITHUB,
      webhook: (secret) => githubWebhook(secret, PUSH, { event: 'push', delivery: 'd-2' }),
      body: PUSH,
      type: 'github.push',
      externalId: 'd-2',
      headers: { 'x-github-event': 'push', 'x-github-delivery': 'd-2' },
    },
  ],
  ['signed by standardwebhooks', STANDARD],
  [
    'signed by svix, with svix-* headers',
    {
      ...STANDARD,
      source: { ...STANDARD.source, name: 'resend' },
      webhook: (secret) => svixWebhook(secret, USER, { id: 'msg_1' }),
      type: 'resend.user.created',
    },
  ],
  [
    'for a source with its own prefix',
    {
      ...STRIPE,
      source: { ...STRIPE.source, eventTypePrefix: 'billing.eu' },
      type: 'billing.eu.payment_intent.succeeded',
    },
  ],
  [
    'for a source with an empty prefix',
    { ...STRIPE, source: { ...STRIPE.source, eventTypePrefix: '' }, type: 'payment_intent.succeeded' },
  ],
]
