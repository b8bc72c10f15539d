import { defineProvider } from '../../define-provider.ts'
import { hexPublicKey } from '../../keys/public-keys.ts'
import { handshakeJson } from '../../reading/handshake-json.ts'
import { memberOf } from '../../reading/json-payload.ts'
import { allOf, bodyField, firstOf, fixedText, scalarField } from '../../reading/message-fields.ts'
import { publicKeySignature } from '../../schemes/public-key-signature.ts'

const PING_OF_EVENTS = 0
const PING_OF_INTERACTIONS = 1

/** Webhook events have no id, interactions have one. Both are tested with a ping, under different numbers. */
export const discord = defineProvider({
  name: 'discord',
  title: 'Discord',
  docsUrl: 'https://docs.discord.com/developers/events/webhook-events',
  setup: [
    'In the Discord developer portal, open your application, and copy its public key.',
    'Set it as the public key of the source.',
    'Under Webhooks, enter the ingest URL of the source as the endpoint URL, and choose the events.',
  ],
  publicKey: hexPublicKey({ title: 'Discord', from: 'the general information of the application' }),
  signature: publicKeySignature({
    kind: 'ed25519',
    encoding: 'hex',
    header: 'x-signature-ed25519',
    timestamp: { header: 'x-signature-timestamp', unit: 'seconds' },
  }),
  type: firstOf(bodyField('event', 'type'), allOf('.', fixedText('interaction'), scalarField('type'))),
  id: bodyField('id'),
  isIdOptional: true,
  isIdSigned: true,
  handshakes: {
    post({ body }) {
      const payload = handshakeJson(body)
      const type = memberOf(payload, 'type')
      if (type === PING_OF_EVENTS) return { kind: 'reply', reply: { status: 204, body: '' } }
      if (type !== PING_OF_INTERACTIONS || memberOf(payload, 'event') !== undefined) return undefined
      const pong = JSON.stringify({ type: PING_OF_INTERACTIONS })
      return { kind: 'reply', reply: { status: 200, contentType: 'application/json', body: pong } }
    },
  },
  reply: { status: 204, body: '' },
})
