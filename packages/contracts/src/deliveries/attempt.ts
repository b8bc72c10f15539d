import { z } from 'zod'
import { Transport } from '../endpoints/transport.ts'
import { AttemptId, DeliveryId, EndpointId, EventId } from '../ids.ts'
import { Timestamp } from '../text.ts'

export const AttemptTrigger = z
  .enum(['schedule', 'manual', 'recover', 'test'])
  .describe(
    '`schedule`: the first attempt, and those of the retry schedule. `manual`: a retry of one delivery. `recover`: a job retried ' +
      'the delivery, which is a recovery or a bulk retry. `test`: a test event',
  )
  .meta({ id: 'AttemptTrigger' })
export type AttemptTrigger = z.infer<typeof AttemptTrigger>
export const AttemptResult = z.enum(['succeeded', 'failed']).meta({ id: 'AttemptResult' })
export type AttemptResult = z.infer<typeof AttemptResult>

const HeaderValue = z
  .union([z.string(), z.array(z.string())])
  .describe('A list when the header occurs several times')
  .meta({ id: 'HeaderValue' })
/** Headers by name. */
export const HeaderMap = z.record(z.string(), HeaderValue).meta({ id: 'HeaderMap' })

const Milliseconds = z.int().nullable()

const AttemptPhases = z
  .strictObject({
    dnsMs: Milliseconds.describe('Lookup of the host name').meta({ example: 4 }),
    connectMs: Milliseconds.describe('TCP connection').meta({ example: 21 }),
    tlsMs: Milliseconds.describe('TLS handshake').meta({ example: 24 }),
    firstByteMs: Milliseconds.describe('From the request to the first byte of the reply').meta({
      example: 38,
    }),
    totalMs: z.int().describe('The whole attempt, as `durationMs`').meta({ example: 90 }),
  })
  .describe('Null for a phase that did not happen, as with a reused connection, or did not end')
  .meta({ id: 'AttemptPhases' })

/** One HTTP request made for a delivery, and its reply. */
export const Attempt = z
  .strictObject({
    id: AttemptId,
    deliveryId: DeliveryId,
    endpointId: EndpointId,
    eventId: EventId,
    eventType: z.string().meta({ example: 'order.completed' }),
    number: z.int(),
    trigger: AttemptTrigger,
    startedAt: Timestamp,
    durationMs: z.int(),
    via: Transport.nullable().describe('How the request was made; null when it is unknown'),
    url: z
      .string()
      .nullable()
      .describe('The URL that the request was sent to; null when it is unknown')
      .meta({ example: 'https://example.com/webhooks' }),
    address: z
      .string()
      .nullable()
      .optional()
      .describe(
        'For the admin key only: the IP address of the connection, or those that were dialled in vain',
      )
      .meta({ example: '203.0.113.7' }),
    phases: AttemptPhases,
    requestHeaders: HeaderMap,
    statusCode: z.int().nullable(),
    responseHeaders: HeaderMap.nullable(),
    responseBody: z.string().nullable().describe('First 16 KiB, as text'),
    responseBodyTruncated: z.boolean(),
    errorCode: z.string().nullable(),
    errorDetail: z
      .string()
      .nullable()
      .describe('`errorCode` in plain language, at most 300 characters')
      .meta({ example: 'The certificate of example.com has expired.' }),
    result: AttemptResult,
    expired: z.boolean().describe('Whether its headers and body were removed and the record kept'),
  })
  .meta({ id: 'Attempt' })
export type Attempt = z.infer<typeof Attempt>
