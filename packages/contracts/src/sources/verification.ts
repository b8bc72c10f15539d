import { HINT_CODES } from '@posthorn/webhook'
import { z } from 'zod'
import { RequestId, SourceId } from '../ids.ts'
import { MatchedSecret, RequestCause } from '../inbound-request.ts'
import { boundedText, Timestamp, TimestampInput } from '../text.ts'

const MIB = 1024 * 1024
/** Of the body of a request that is to be verified: the default limit of the ingest service. */
export const VERIFIED_BYTES_MAX = 5 * MIB
/** Base64 and the headers take more than the bytes themselves. */
export const VERIFICATION_BYTES_MAX = 8 * MIB

const HEADERS_MAX = 200
const HEADER_LENGTH_MAX = 16 * 1024

const HeaderValue = z.string().max(HEADER_LENGTH_MAX)
const VerifiedHeaders = z
  .record(z.string().min(1).max(256), HeaderValue)
  .refine((headers) => Object.keys(headers).length <= HEADERS_MAX, `expected at most ${HEADERS_MAX} headers`)
  .describe('As the provider sent them; capitals in the names do not matter')
  .meta({ id: 'VerifiedHeaders', example: { 'stripe-signature': 't=1614265330,v1=…' } })

/** Body of `POST …/sources/{id}/verify`: a request that a source received, or could receive. */
export const SourceVerify = z
  .strictObject({
    requestId: RequestId.optional().describe(
      'A recorded request of the source, instead of all other fields: its original headers and body are verified, with the time at ' +
        'which it arrived',
    ),
    headers: VerifiedHeaders.optional().describe('Required without `requestId`'),
    body: z.string().optional().describe('As text. Default: empty'),
    bodyBase64: z.string().optional().describe('Instead of `body`, for bytes that are not UTF-8'),
    url: boundedText(4096)
      .refine((text) => URL.canParse(text), 'expected a URL')
      .optional()
      .describe(
        'The URL that the provider called. Its query counts; the rest is compared for providers that sign it. Default: `ingestUrl`',
      ),
    receivedAt: TimestampInput.optional().describe('When the request arrived. Default: now'),
  })
  .refine(({ body, bodyBase64 }) => body === undefined || bodyBase64 === undefined, {
    message: 'expected `body` or `bodyBase64`, not both',
    path: ['bodyBase64'],
  })
  .refine(({ requestId, headers }) => requestId !== undefined || headers !== undefined, {
    message: 'expected `headers`, or a `requestId`',
    path: ['headers'],
  })
  .refine(({ requestId, ...request }) => requestId === undefined || Object.keys(request).length === 0, {
    message: 'expected `requestId` or a request, not both',
    path: ['requestId'],
  })
  .meta({
    id: 'SourceVerify',
    example: {
      headers: {
        'stripe-signature':
          't=1614265330,v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd',
      },
      body: '{"id":"evt_1","type":"invoice.paid"}',
    },
  })
export type SourceVerify = z.infer<typeof SourceVerify>

const SignedBytes = z
  .strictObject({
    text: z.string().describe('The first 16 KiB, as text'),
    base64: z.string().describe('The same bytes in base64'),
    length: z.int().describe('Of all signed bytes'),
    truncated: z.boolean(),
  })
  .meta({ id: 'SignedBytes' })

const VerificationHint = z
  .strictObject({
    code: z.enum(HINT_CODES).meta({ id: 'HintCode' }),
    message: z.string().describe('What is probably wrong, and what to do'),
    confirmed: z
      .boolean()
      .describe('The request verifies without this mistake. Otherwise it is a possibility'),
    url: z.string().optional().describe('Only with `url_changed`: the URL with which it verifies'),
    sourceId: SourceId.optional().describe('Only with `secret_of_other_source`'),
  })
  .meta({ id: 'VerificationHint' })

const VerifiedEvent = z
  .strictObject({
    type: z.string(),
    id: z.string().nullable().describe("The provider's id of the event, if it has one"),
  })
  .meta({ id: 'VerifiedEvent' })

/** Whether a source would accept a request, and why not. */
export const SourceVerification = z
  .strictObject({
    verified: z.boolean().describe('Whether the source would accept it'),
    cause: RequestCause.nullable().describe('Why it would be rejected'),
    detail: z.string().nullable().describe('The same in sentences'),
    signedBytes: SignedBytes.nullable().describe(
      'What the signature covers, as built from the request. Null where the signature does not cover the whole body, or is missing',
    ),
    signedAt: Timestamp.nullable().describe('The signed time in the headers'),
    clockDifferenceSeconds: z
      .int()
      .nullable()
      .describe('From `signedAt` to `receivedAt`; negative if it was signed later'),
    secretsTried: z.int().describe('Secrets and public keys of the source that can be used'),
    matchedSecret: MatchedSecret.nullable(),
    event: VerifiedEvent.nullable().describe('The first event that it would become'),
    eventCount: z.int().describe('The events that it would become'),
    handshake: z
      .boolean()
      .describe('Whether it sets the webhook up: the ingest service answers it, and makes no event'),
    hints: z
      .array(VerificationHint)
      .describe(
        'Common mistakes, found by verifying the request without them. Bodies of up to 64 KiB are tried',
      ),
  })
  .meta({ id: 'SourceVerification' })
export type SourceVerification = z.infer<typeof SourceVerification>
