import { createHmac } from 'node:crypto'
import { defineProvider } from '../../define-provider.ts'
import { generatedSecret } from '../../keys/text-secret.ts'
import { UnreadablePayloadError } from '../../provider.ts'
import { type BodyFormat, jsonBody } from '../../reading/body-formats.ts'
import type { MessageField } from '../../reading/message-fields.ts'
import { hmac } from '../../schemes/hmac.ts'

/**
 * The answer to a handshake is the HMAC of a text that anyone can choose. So neither a token may be the JSON object of a
 * webhook, nor the body of a webhook anything else.
 */
const TOKEN = /^[\w.~+/=-]{1,256}$/

const objectBody: BodyFormat = (request) => {
  const content = jsonBody(request)
  if (isObject(content.payload)) return content
  throw new UnreadablePayloadError('X: expected a JSON object.')
}

function isObject(payload: unknown): payload is object {
  return typeof payload === 'object' && payload !== null
}

/** The body has one member such as `tweet_create_events`, besides the id of the user. */
const nameOfEvents: MessageField = {
  description: 'a member whose name ends with "_events"',
  in({ payload }) {
    return isObject(payload) ? Object.keys(payload).find((name) => name.endsWith('_events')) : undefined
  },
}

export const x = defineProvider({
  name: 'x',
  title: 'X',
  docsUrl: 'https://docs.x.com/x-api/webhooks/introduction',
  setup: [
    'In the X developer portal, open your app, and copy the API key secret (consumer secret).',
    'Set it as the secret of the source.',
    'Register the ingest URL of the source as a webhook through the API of X. X verifies it at once, and every hour.',
  ],
  secret: generatedSecret({
    title: 'X',
    label: 'API key secret (consumer secret)',
    from: 'the app in the X developer portal',
    example: 'a1b2c3…',
  }),
  signature: hmac({
    header: 'x-twitter-webhooks-signature',
    prefix: 'sha256=',
    encoding: 'base64',
    signs: '{body}',
  }),
  format: objectBody,
  type: nameOfEvents,
  typeFallback: 'message',
  handshakes: {
    get({ query, keys }) {
      const token = query.get('crc_token') ?? ''
      const key = keys.find((each) => each.kind === 'hmac')
      if (key === undefined || !TOKEN.test(token)) return undefined
      const answer = `sha256=${createHmac('sha256', key.keyObject).update(token).digest('base64')}`
      return {
        status: 200,
        contentType: 'application/json',
        body: JSON.stringify({ response_token: answer }),
      }
    },
  },
  reply: { status: 200 },
})
