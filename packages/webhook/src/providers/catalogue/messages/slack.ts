import { defineProvider } from '../../define-provider.ts'
import { generatedSecret } from '../../keys/text-secret.ts'
import { anyBody, type BodyFormat, jsonOrForm } from '../../reading/body-formats.ts'
import { formFieldValues } from '../../reading/form-field.ts'
import { handshakeJson } from '../../reading/handshake-json.ts'
import { memberOf } from '../../reading/json-payload.ts'
import { declaresJson } from '../../reading/media-type.ts'
import { bodyField, firstOf, formField } from '../../reading/message-fields.ts'
import { hmac } from '../../schemes/hmac.ts'

const interaction = jsonOrForm({ title: 'Slack', field: 'payload' })

/** Events are JSON, interactions are JSON in a form, slash commands are a form. */
const slackBody: BodyFormat = (request) =>
  !declaresJson(request.headers) && formFieldValues(request.body, 'payload').length > 0
    ? interaction(request)
    : anyBody(request)

export const slack = defineProvider({
  name: 'slack',
  title: 'Slack',
  docsUrl: 'https://docs.slack.dev/authentication/verifying-requests-from-slack',
  setup: [
    'Create an app at api.slack.com/apps, and copy its signing secret from Basic Information.',
    'Set it as the secret of the source.',
    'Enter the ingest URL of the source under Event Subscriptions. Slack verifies it at once.',
  ],
  secret: generatedSecret({
    title: 'Slack',
    label: 'Signing secret',
    from: 'the basic information of the app',
    example: '8f742231b10e8888abcd99yyyzzz85a5',
  }),
  signature: hmac({
    header: 'x-slack-signature',
    prefix: 'v0=',
    encoding: 'hex',
    timestampHeader: 'x-slack-request-timestamp',
    signs: 'v0:{timestamp}:{body}',
  }),
  format: slackBody,
  type: firstOf(bodyField('event', 'type'), bodyField('type')),
  typeFallback: 'slash_command',
  id: firstOf(bodyField('event_id'), bodyField('trigger_id'), formField('trigger_id')),
  isIdOptional: true,
  isIdSigned: true,
  storedHeaders: ['x-slack-retry-num', 'x-slack-retry-reason'],
  handshakes: {
    post(request) {
      const payload = handshakeJson(request.body)
      const challenge = memberOf(payload, 'challenge')
      if (memberOf(payload, 'type') !== 'url_verification' || typeof challenge !== 'string') return undefined
      return {
        kind: 'reply',
        reply: { status: 200, contentType: 'text/plain; charset=utf-8', body: challenge },
      }
    },
  },
  // Slack shows the body of a reply to a slash command.
  reply: { status: 200, body: '' },
})
