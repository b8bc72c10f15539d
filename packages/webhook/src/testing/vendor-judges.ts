import { hmacValidator as HmacValidator } from '@adyen/api-library'
import { Signature } from '@hubspot/api-client'
import { LinearWebhookClient } from '@linear/sdk/webhooks'
import { verify as verifyGitHub } from '@octokit/webhooks-methods'
import { Paddle } from '@paddle/paddle-node-sdk'
import { EventWebhook } from '@sendgrid/eventwebhook'
import { ApiVersion, shopifyApi } from '@shopify/shopify-api'
import { nodeAdapterInitialized } from '@shopify/shopify-api/adapters/node'
import { isValidSlackRequest } from '@slack/bolt'
import { verifyKey } from 'discord-interactions'
import Razorpay from 'razorpay'
import { WebhooksHelper } from 'square'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import { Stripe } from 'stripe'
import { Webhook as SvixWebhook } from 'svix'
import twilio from 'twilio'
import type { ProviderName } from '../providers/catalogue.ts'

/** A message as the vendor's library gets it. */
export interface Genuine {
  secret: string
  url: string
  body: string
  header: (name: string) => string
}

/** Whether the vendor's library accepts a message. Some throw instead of returning false. */
export type Judge = (message: Genuine) => boolean | Promise<boolean>

const doesNotThrow = (verify: () => unknown): boolean => {
  verify()
  return true
}

const standard: Judge = ({ secret, body, header }) =>
  doesNotThrow(() => {
    const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature']
    new StandardWebhook(secret).verify(body, Object.fromEntries(names.map((name) => [name, header(name)])))
  })

const svix: Judge = ({ secret, body, header }) =>
  doesNotThrow(() => {
    const names = ['svix-id', 'svix-timestamp', 'svix-signature']
    new SvixWebhook(secret).verify(body, Object.fromEntries(names.map((name) => [name, header(name)])))
  })

/** By provider, where the vendor has a library that verifies. */
export const judges: Partial<Record<ProviderName, Judge>> = {
  stripe: ({ secret, body, header }) =>
    doesNotThrow(() => Stripe.webhooks.constructEvent(body, header('stripe-signature'), secret)),
  github: ({ secret, body, header }) => verifyGitHub(secret, body, header('x-hub-signature-256')),
  slack: ({ secret, body, header }) =>
    isValidSlackRequest({
      signingSecret: secret,
      body,
      headers: {
        'x-slack-signature': header('x-slack-signature'),
        'x-slack-request-timestamp': Number(header('x-slack-request-timestamp')),
      },
    }),
  twilio: ({ secret, url, body, header }) =>
    twilio.validateRequest(
      secret,
      header('x-twilio-signature'),
      url,
      Object.fromEntries(new URLSearchParams(body)),
    ),
  paddle: ({ secret, body, header }) =>
    new Paddle('unused').webhooks.isSignatureValid(body, secret, header('paddle-signature')),
  square: ({ secret, body, header }) =>
    WebhooksHelper.verifySignature({
      requestBody: body,
      signatureHeader: header('x-square-hmacsha256-signature'),
      signatureKey: secret,
      notificationUrl: 'https://public.example.com/square',
    }),
  razorpay: ({ secret, body, header }) =>
    Razorpay.validateWebhookSignature(body, header('x-razorpay-signature'), secret),
  hubspot: ({ secret, url, body, header }) =>
    Signature.isValid({
      signatureVersion: 'v3',
      signature: header('x-hubspot-signature-v3'),
      method: 'POST',
      clientSecret: secret,
      requestBody: body,
      url,
      timestamp: Number(header('x-hubspot-request-timestamp')),
    }),
  linear: ({ secret, body, header }) =>
    new LinearWebhookClient(secret).verify(
      Buffer.from(body),
      header('linear-signature'),
      JSON.parse(body).webhookTimestamp,
    ),
  async shopify({ secret, body, header }) {
    const shopify = shopifyApi({
      apiKey: 'unused',
      apiSecretKey: secret,
      apiVersion: ApiVersion.Unstable,
      hostName: 'example.com',
      isEmbeddedApp: false,
    })
    const names = ['topic', 'shop-domain', 'api-version', 'webhook-id', 'hmac-sha256'].map(
      (name) => `x-shopify-${name}`,
    )
    const headers = Object.fromEntries(names.map((name) => [name, header(name)]))
    const { valid } = await shopify.webhooks.validate({ rawBody: body, rawRequest: { headers } })
    // The import of its adapter is what lets the library run on Node.js.
    return nodeAdapterInitialized && valid
  },
  adyen: ({ secret, body }) =>
    JSON.parse(body).notificationItems.every(
      ({ NotificationRequestItem: item }: { NotificationRequestItem: never }) =>
        new HmacValidator().validateHMAC(item, secret),
    ),
  sendgrid({ secret, body, header }) {
    const webhook = new EventWebhook()
    return webhook.verifySignature(
      webhook.convertPublicKeyToECDSA(secret),
      body,
      header('x-twilio-email-event-webhook-signature'),
      header('x-twilio-email-event-webhook-timestamp'),
    )
  },
  discord: ({ secret, body, header }) =>
    verifyKey(body, header('x-signature-ed25519'), header('x-signature-timestamp'), secret),
  'standard-webhooks': standard,
  openai: standard,
  svix,
  clerk: svix,
  resend: svix,
}
