import { z } from 'zod'
import { defineProvider } from '../../define-provider.ts'
import { handshakeJson } from '../../reading/handshake-json.ts'
import { memberOf } from '../../reading/json-payload.ts'
import { bodyField } from '../../reading/message-fields.ts'
import { snsSignature, snsUrl, TOPIC_ARN } from '../../schemes/fetched/sns.ts'

const config = z.strictObject({
  topicArn: z
    .string()
    .regex(TOPIC_ARN, 'expected "arn:aws:sns:region:account:topic"')
    .meta({ title: 'Topic ARN', description: 'Messages of other topics are rejected' }),
  signatureVersion: z.enum(['1', '2']).default('1').meta({
    title: 'Signature version',
    description: 'The attribute SignatureVersion of the topic: 1 is SHA-1, 2 is SHA-256',
  }),
})

/** The subscription is confirmed by a request to the host of SNS in the region of the topic, and to no other. */
export const awsSns = defineProvider({
  name: 'aws-sns',
  title: 'Amazon SNS',
  docsUrl: 'https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html',
  setup: [
    'Set the attribute SignatureVersion of the topic to 2, and `signatureVersion` in the config of the source.',
    'Set the ARN of the topic in the config of the source.',
    'Create a subscription of the protocol HTTPS with the ingest URL of the source, without raw message delivery.',
    'Posthorn confirms the subscription.',
  ],
  config,
  signature: snsSignature,
  type: bodyField('Type'),
  id: bodyField('MessageId'),
  isIdSigned: true,
  handshakes: {
    post({ body, config: { topicArn } }) {
      const message = handshakeJson(body)
      const url = snsUrl(memberOf(message, 'SubscribeURL'), topicArn)
      if (memberOf(message, 'Type') !== 'SubscriptionConfirmation' || url === undefined) return undefined
      return { kind: 'confirm', url: url.href }
    },
  },
})
