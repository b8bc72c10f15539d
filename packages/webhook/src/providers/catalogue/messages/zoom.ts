import { createHmac } from 'node:crypto'
import { defineProvider } from '../../define-provider.ts'
import { generatedSecret } from '../../keys/text-secret.ts'
import { handshakeJson } from '../../reading/handshake-json.ts'
import { memberOf } from '../../reading/json-payload.ts'
import { allOf, bodyField, firstOf, scalarField } from '../../reading/message-fields.ts'
import { hmac } from '../../schemes/hmac.ts'

/** Zoom sends no id: the event, its time and the id of its object identify it. */
export const zoom = defineProvider({
  name: 'zoom',
  title: 'Zoom',
  docsUrl: 'https://developers.zoom.us/docs/api/webhooks/',
  setup: [
    'In the Zoom App Marketplace, open your app, and copy the secret token of its webhooks.',
    'Set it as the secret of the source.',
    'Add an event subscription with the ingest URL of the source, and validate the URL.',
  ],
  secret: generatedSecret({
    title: 'Zoom',
    label: 'Secret token',
    from: 'the app in the Zoom App Marketplace',
    example: 'a1b2c3…',
  }),
  signature: hmac({
    header: 'x-zm-signature',
    prefix: 'v0=',
    encoding: 'hex',
    timestampHeader: 'x-zm-request-timestamp',
    signs: 'v0:{timestamp}:{body}',
  }),
  type: bodyField('event'),
  id: allOf(
    '-',
    bodyField('event'),
    scalarField('event_ts'),
    firstOf(bodyField('payload', 'object', 'uuid'), scalarField('payload', 'object', 'id')),
  ),
  isIdOptional: true,
  isIdSigned: true,
  handshakes: {
    post({ body, key }) {
      const payload = handshakeJson(body)
      const plainToken = memberOf(memberOf(payload, 'payload'), 'plainToken')
      if (memberOf(payload, 'event') !== 'endpoint.url_validation' || typeof plainToken !== 'string') {
        return undefined
      }
      if (key.kind !== 'hmac') return undefined
      const encryptedToken = createHmac('sha256', key.keyObject).update(plainToken).digest('hex')
      const answer = JSON.stringify({ plainToken, encryptedToken })
      return { kind: 'reply', reply: { status: 200, contentType: 'application/json', body: answer } }
    },
  },
  reply: { status: 200 },
})
