import { verify } from 'node:crypto'
import { strictBase64Bytes } from '../../../signing/strict-base64.ts'
import { rejected, type Verdict, verdictOf } from '../../provider.ts'
import { memberOf } from '../../reading/json-payload.ts'
import { urlIn } from '../../reading/url-text.ts'
import { malformedField, missingField, unknownVersion } from '../../unverified.ts'
import { bodySignature, type UnverifiedBody } from '../body-signature.ts'
import { checkSignedTime, unixSecondsOf } from '../signed-time.ts'
import { certifiedKey } from './certificate.ts'
import { fetchedText } from './fetched-text.ts'

/** Config of a source of Amazon SNS. */
export interface SnsConfig extends Record<string, unknown> {
  topicArn: string
  signatureVersion: '1' | '2'
}

/** SNS repeats a message for an hour by default, with the time of its first attempt. */
const RETRY_SECONDS = 3600
const DIGESTS = { '1': 'sha1', '2': 'sha256' }
const SIGNED = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: [
    'Message',
    'MessageId',
    'SubscribeURL',
    'Timestamp',
    'Token',
    'TopicArn',
    'Type',
  ],
}
/** The ARN of a topic, with its partition and region. */
export const TOPIC_ARN =
  /^arn:(aws[a-z-]*):sns:([a-z]{2,4}(?:-[a-z]{2,12}){1,2}-\d{1,2}):\d{12}:[\w.-]{1,256}$/
const CERTIFICATE_PATH = /^\/SimpleNotificationService-[0-9a-f]{1,64}\.pem$/

/**
 * An https URL on the host of SNS in the region of the topic; undefined for any other text. A pattern of hosts is not
 * enough: the owner of the bucket `sns` has `sns.s3-eu-west-1.amazonaws.com`, and could serve a certificate there.
 */
export function snsUrl(text: unknown, topicArn: string): URL | undefined {
  const url = typeof text === 'string' ? urlIn(text) : undefined
  const isPlain = url !== undefined && url.username + url.password + url.hash === ''
  const origin = originOf(topicArn)
  return isPlain && origin !== undefined && url.origin === origin ? url : undefined
}

function originOf(topicArn: string): string | undefined {
  const [, partition, region] = TOPIC_ARN.exec(topicArn) ?? []
  if (region === undefined) return undefined
  return `https://sns.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`
}

/** Amazon SNS: an RSA signature in the body, of several of its members, with a certificate from a host of SNS. */
export const snsSignature = bodySignature<SnsConfig>('none', async ({ json, head }) => {
  const message = json()
  const signature = memberOf(message, 'Signature')
  if (signature === undefined) return missingField('Signature')
  const content = signedText(message)
  if (content === undefined) return malformedField('Type')
  const signatureBytes = typeof signature === 'string' ? strictBase64Bytes(signature) : undefined
  if (signatureBytes === undefined) return malformedField('Signature')
  const { signatureVersion, topicArn } = head.config
  const certificateUrl = snsUrl(memberOf(message, 'SigningCertURL'), topicArn)
  const isCertificate =
    certificateUrl !== undefined &&
    CERTIFICATE_PATH.test(certificateUrl.pathname) &&
    certificateUrl.search === ''
  if (!isCertificate) return malformedField('SigningCertURL')
  if (memberOf(message, 'SignatureVersion') !== signatureVersion) {
    return unknownVersion('"SignatureVersion" of the body', signatureVersion)
  }
  if (memberOf(message, 'TopicArn') !== topicArn) return rejected('signature_mismatch')
  const time = timeVerdict(memberOf(message, 'Timestamp'), head)
  if (!time.verified) return time
  const key = certifiedKey(await fetchedText(head, certificateUrl.href), head.now)
  if (key === undefined) return rejected('signature_mismatch')
  return verdictOf(verify(DIGESTS[signatureVersion], Buffer.from(content), key, signatureBytes))
})

function timeVerdict(timestamp: unknown, head: UnverifiedBody<SnsConfig>['head']): Verdict {
  const signedAt = typeof timestamp === 'string' ? unixSecondsOf(timestamp, 'iso') : undefined
  if (signedAt === undefined) return malformedField('Timestamp')
  const verdict = checkSignedTime({ ...head, signedAt })
  const isLate = !verdict.verified && verdict.cause === 'timestamp_too_old'
  return isLate ? checkSignedTime({ ...head, signedAt: signedAt + RETRY_SECONDS }) : verdict
}

/** `Name\nvalue\n` of each signed member; undefined for another kind of message. */
function signedText(message: object | undefined): string | undefined {
  const type = memberOf(message, 'Type')
  const isNotification = type === 'Notification'
  if (!isNotification && type !== 'SubscriptionConfirmation' && type !== 'UnsubscribeConfirmation') {
    return undefined
  }
  const names = isNotification ? SIGNED.Notification : SIGNED.SubscriptionConfirmation
  const lines = names.map((name) => {
    const value = memberOf(message, name)
    if (value === undefined && name === 'Subject') return ''
    return typeof value === 'string' ? `${name}\n${value}\n` : undefined
  })
  return lines.includes(undefined) ? undefined : lines.join('')
}
