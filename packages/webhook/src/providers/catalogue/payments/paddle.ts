import { paddleAddresses } from '../../../addresses/presets/paddle.ts'
import { defineProvider } from '../../define-provider.ts'
import { generatedSecret } from '../../keys/text-secret.ts'
import { bodyField } from '../../reading/message-fields.ts'
import { hmac } from '../../schemes/hmac.ts'

/** Paddle Billing. `notification_id` differs for each destination and replay, so `event_id` is the id. */
export const paddle = defineProvider({
  name: 'paddle',
  title: 'Paddle',
  docsUrl: 'https://developer.paddle.com/webhooks/signature-verification',
  addresses: paddleAddresses,
  setup: [
    'In Paddle, open Developer tools, then Notifications, and create a destination of the type URL.',
    'Enter the ingest URL of the source and choose the events.',
    'Copy the secret key of the destination, and set it as the secret of the source.',
  ],
  secret: generatedSecret({
    title: 'Paddle',
    label: 'Secret key of the destination',
    from: 'the notification destination in Paddle',
    example: 'pdl_ntfset_…',
  }),
  signature: hmac({
    header: 'paddle-signature',
    list: { separator: ';', timestamp: 'ts', signature: 'h1' },
    encoding: 'hex',
    signs: '{timestamp}:{body}',
  }),
  type: bodyField('event_type'),
  id: bodyField('event_id'),
  isIdSigned: true,
  reply: { status: 200 },
})
