import { publicUrlConfig } from '../../config/public-url.ts'
import { defineProvider } from '../../define-provider.ts'
import { generatedSecret } from '../../keys/text-secret.ts'
import { anyBody } from '../../reading/body-formats.ts'
import { allOf, bodyField, firstOf, fixedText, formField, headerField } from '../../reading/message-fields.ts'
import { twilioSignature } from '../../schemes/vendors/twilio.ts'

export const twilio = defineProvider({
  name: 'twilio',
  title: 'Twilio',
  docsUrl: 'https://www.twilio.com/docs/usage/webhooks/webhooks-security',
  setup: [
    'Enter the ingest URL of the source as the webhook or status callback URL in Twilio.',
    'Copy the auth token of the account from the Twilio console, and set it as the secret of the source.',
    'If Twilio calls another URL than the ingest URL, set it as `publicUrl`.',
  ],
  secret: generatedSecret({
    title: 'Twilio',
    label: 'Auth token',
    from: 'the Twilio console',
    example: 'a1b2c3…',
  }),
  config: publicUrlConfig,
  signature: twilioSignature,
  format: anyBody,
  type: firstOf(
    allOf('.', fixedText('message'), firstOf(formField('MessageStatus'), formField('SmsStatus'))),
    allOf('.', fixedText('call'), formField('CallStatus')),
    bodyField('type'),
  ),
  typeFallback: 'message',
  id: firstOf(
    headerField('I-Twilio-Idempotency-Token'),
    allOf('-', formField('MessageSid'), firstOf(formField('MessageStatus'), formField('SmsStatus'))),
    allOf('-', formField('CallSid'), formField('CallStatus'), formField('SequenceNumber')),
  ),
  isIdOptional: true,
  storedHeaders: ['i-twilio-idempotency-token'],
  // Twilio runs the reply as instructions: these are none.
  reply: {
    status: 200,
    contentType: 'text/xml',
    body: '<?xml version="1.0" encoding="UTF-8"?><Response/>',
  },
})
