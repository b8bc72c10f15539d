import { randomBytes } from 'node:crypto'
import { generateKeyPair, generateSigningSecret, signEd25519, signStandard } from '@posthorn/webhook'

/** A webhook with a signature for a shared secret and one for a key pair. */
export function signedWebhook() {
  const secret = generateSigningSecret(randomBytes)
  const { privateKey, publicKey } = generateKeyPair(randomBytes)
  const timestamp = Math.floor(Date.now() / 1000)
  const body = '{"id":"evt_1","type":"smoke.tested","timestamp":"2026-11-28T12:00:00.000Z","data":{"n":1}}'
  const message = { id: 'evt_1', timestamp, body: Buffer.from(body) }
  const signatures = [
    signStandard({ ...message, secrets: [secret] }),
    signEd25519({ ...message, privateKeys: [privateKey] }),
  ]
  const headers = {
    'webhook-id': 'evt_1',
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  }
  return { body, headers, secrets: [secret, publicKey] }
}
