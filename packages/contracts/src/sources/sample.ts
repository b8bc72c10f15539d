import { z } from 'zod'
import { EventId } from '../ids.ts'
import { boundedObject, boundedText } from '../text.ts'

/** Of the data of an event that is sent as a sample. */
export const SAMPLE_BYTES_MAX = 256 * 1024
const SET_MAX = 100

/** Body of `POST …/sources/{id}/sample`: which webhook to send, as the provider would. */
export const SourceSample = z
  .strictObject({
    type: boundedText(128)
      .regex(/^[!-~]+$/, 'expected visible ASCII characters without spaces')
      .optional()
      .describe("The provider's name of the event. Default: the first of `sampleTypes` of the provider")
      .meta({ example: 'payment_intent.succeeded' }),
    data: boundedObject({ bytesMax: SAMPLE_BYTES_MAX, depthMax: 50 })
      .optional()
      .describe("Data instead of the sample's")
      .meta({ id: 'SampleData', example: { id: 'evt_1', type: 'invoice.paid' } }),
    fromEventId: EventId.optional().describe(
      'An event whose data are sent, with a new id of the provider, instead of a sample',
    ),
    set: z
      .record(boundedText(256).min(1), z.unknown())
      .refine((values) => Object.keys(values).length <= SET_MAX, `expected at most ${SET_MAX} paths`)
      .optional()
      .describe('Values at paths of the data. A path that the data does not have is refused')
      .meta({ id: 'SampleValues', example: { 'data.object.amount': 500 } }),
    send: z
      .boolean()
      .default(true)
      .describe('Whether to send it to the ingest service. Otherwise the signed request is returned'),
  })
  .refine(({ data, fromEventId }) => data === undefined || fromEventId === undefined, {
    message: 'expected `data` or `fromEventId`, not both',
    path: ['fromEventId'],
  })
  .meta({
    id: 'SourceSample',
    example: { type: 'payment_intent.succeeded' },
  })
export type SourceSample = z.infer<typeof SourceSample>

const SignedRequest = z
  .strictObject({
    method: z.string(),
    url: z.string(),
    headers: z.record(z.string(), z.string()).meta({ id: 'SignedHeaders' }),
    body: z.string(),
  })
  .meta({ id: 'SignedRequest' })

const SampleReply = z
  .strictObject({
    status: z.int().meta({ example: 202 }),
    eventId: EventId.nullable().describe('The event that was made. Null if the webhook was rejected'),
    code: z.string().nullable().describe('Of the problem, if the webhook was rejected'),
    detail: z.string().nullable(),
  })
  .meta({ id: 'SampleReply' })

/** A webhook that was signed as its provider does, and what the ingest service replied. */
export const SentSample = z
  .strictObject({
    type: z.string().describe("The provider's name of the event"),
    reply: SampleReply.nullable().describe('Of the ingest service. Null with `send: false`'),
    request: SignedRequest.nullable().describe('Only with `send: false`'),
  })
  .meta({ id: 'SentSample' })
export type SentSample = z.infer<typeof SentSample>
