import { type KeyServer, startKeyServer } from '../key-server.ts'
import { FETCHED_SAMPLES } from './samples.ts'

const PUBLISHED = [
  'https://sandbox.plaid.com/webhook_verification_key/get',
  'https://example.com/keys',
  'https://api.paypal.com/v1/notifications/certs/CERT-1',
  'https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-01ab.pem',
]

/** A server in place of the providers whose keys are fetched, with the keys of their samples. */
export async function serveSampleKeys(): Promise<KeyServer> {
  const keyServer = await startKeyServer(PUBLISHED.map((url) => new URL(url).host))
  for (const url of PUBLISHED) {
    keyServer.replies.set(url, async (body) => {
      const found = FETCHED_SAMPLES.map(async ([, { fetchText }]) => fetchText?.(url, body || undefined))
      const text = (await Promise.all(found)).find((one) => one !== undefined)
      return text === undefined ? { status: 404 } : { status: 200, text }
    })
  }
  return keyServer
}
