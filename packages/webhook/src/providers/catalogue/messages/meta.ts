import { z } from 'zod'
import { defineProvider } from '../../define-provider.ts'
import { generatedSecret } from '../../keys/text-secret.ts'
import { bodyField, withOptional } from '../../reading/message-fields.ts'
import { hmac } from '../../schemes/hmac.ts'
import { isSameText } from '../../schemes/signature-match.ts'

const config = z.strictObject({
  verifyToken: z.string().min(1).max(256).meta({
    title: 'Verify token',
    description: 'A text of your choice. Enter the same text in the app dashboard',
  }),
})

/** Facebook, Instagram, Messenger and WhatsApp. The body is signed as sent, with its escapes. */
export const meta = defineProvider({
  name: 'meta',
  title: 'Meta',
  docsUrl: 'https://developers.facebook.com/docs/graph-api/webhooks/getting-started',
  setup: [
    'In the app dashboard of Meta, copy the app secret from the basic settings, and set it as the secret of the source.',
    'Choose a verify token, and set it in the config of the source.',
    'Under Webhooks, enter the ingest URL of the source as the callback URL, and the same verify token.',
    'Subscribe to the fields that you need.',
  ],
  secret: generatedSecret({
    title: 'Meta',
    label: 'App secret',
    from: 'the basic settings of the app',
    example: 'a1b2c3…',
  }),
  config,
  signature: hmac({ header: 'x-hub-signature-256', prefix: 'sha256=', encoding: 'hex', signs: '{body}' }),
  type: withOptional('.', bodyField('object'), bodyField('entry', '0', 'changes', '0', 'field')),
  handshakes: {
    get({ query, config: { verifyToken } }) {
      const token = query.get('hub.verify_token') ?? ''
      const challenge = query.get('hub.challenge') ?? ''
      const isSubscribing = query.get('hub.mode') === 'subscribe' && /^[\w-]{1,256}$/.test(challenge)
      if (!isSubscribing || typeof verifyToken !== 'string' || verifyToken === '') return undefined
      if (!isSameText(token, verifyToken)) return undefined
      return { status: 200, contentType: 'text/plain; charset=utf-8', body: challenge }
    },
  },
  reply: { status: 200 },
})
