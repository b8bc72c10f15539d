import { createHmac } from 'node:crypto'
import { sign } from '@octokit/webhooks-methods'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import { Stripe } from 'stripe'
import { Webhook as SvixWebhook } from 'svix'
import { apiClient, type Reply } from './api-client.ts'
import type { Received } from './receiver.ts'

/** What a provider sends: signed headers and the signed bytes. */
export interface SignedWebhook {
  headers: Record<string, string>
  body: string | Uint8Array
}

/** The reply of ingest to an accepted webhook. */
export interface AcceptedWebhook {
  status: 'accepted' | 'already_processed'
  eventId: string
}

const { webhooks } = new Stripe('sk_test_of_no_account')

/** Signed by Stripe's own SDK. */
export function stripeWebhook(secret: string, body: string, at = new Date()): SignedWebhook {
  const timestamp = unixSeconds(at)
  const signature = webhooks.generateTestHeaderString({ payload: body, secret, timestamp })
  return { body, headers: { 'content-type': 'application/json', 'stripe-signature': signature } }
}

/** Signed by Octokit, as GitHub does. */
export async function githubWebhook(
  secret: string,
  body: string,
  { event, delivery }: { event: string; delivery: string },
): Promise<SignedWebhook> {
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': delivery,
      'x-hub-signature-256': await sign(secret, body),
    },
  }
}

/** Signed by the reference library of Standard Webhooks. */
export function standardWebhook(secret: string, body: string, message: Message): SignedWebhook {
  return signedMessage('webhook', new StandardWebhook(secret), body, message)
}

/** Signed by Svix's library, with its header names. */
export function svixWebhook(secret: string, body: string, message: Message): SignedWebhook {
  return signedMessage('svix', new SvixWebhook(secret), body, message)
}

interface Message {
  id: string
  at?: Date
}

function signedMessage(
  prefix: 'webhook' | 'svix',
  signer: Pick<StandardWebhook, 'sign'>,
  body: string,
  { id, at = new Date() }: Message,
): SignedWebhook {
  return {
    body,
    headers: {
      'content-type': 'application/json',
      [`${prefix}-id`]: id,
      [`${prefix}-timestamp`]: String(unixSeconds(at)),
      [`${prefix}-signature`]: signer.sign(id, at, body),
    },
  }
}

/** The secrets with which a receiver's own library accepts a request. */
export function acceptedBy(
  secrets: readonly string[],
  { headers, body }: Pick<Received, 'headers' | 'body'>,
): boolean[] {
  return secrets.map((secret) => {
    try {
      new StandardWebhook(secret).verify(body.toString(), headers as Record<string, string>)
      return true
    } catch {
      return false
    }
  })
}

/** The `sha256` signature of a request: HMAC-SHA256 of its body, keyed with the whole secret as text. */
export function sha256Signature(secret: string, { body }: Pick<Received, 'body'>): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
}

/** Sends a webhook to the URL of a source, as a provider does, without a key. */
export function sendWebhook<Body = AcceptedWebhook>(
  url: string,
  { headers, body }: SignedWebhook,
): Promise<Reply<Body>> {
  return apiClient(url, undefined).post<Body>('', body, headers)
}

function unixSeconds(at: Date): number {
  return Math.floor(at.getTime() / 1000)
}
