import { z } from 'zod'
import { DeliveryId, RelayConnectionId } from '../ids.ts'
import { boundedText } from '../text.ts'
import { RELAY_IN_FLIGHT_MAX } from './relay.ts'

const DAY_MS = 86_400_000
/** The first 16 KiB of a reply, in base64. */
const BODY_BASE64_MAX = 21_848
const HEADERS_MAX = 100
/** As much as the worker takes of a reply. */
const HEADER_BYTES_MAX = 16 * 1024

/** Why a listener got no reply from its local server. */
export const RelayErrorCode = z
  .enum([
    'timeout',
    'dns_failure',
    'connection_refused',
    'connection_reset',
    'connection_failed',
    'tls_failure',
    'invalid_response',
    'response_too_large',
  ])
  .meta({ id: 'RelayErrorCode' })

const HeaderText = boundedText(HEADER_BYTES_MAX)
const HeaderName = HeaderText.min(1)

/** Headers of a reply, which are stored with the attempt: bounded as a whole, because a batch has many. */
export const RelayResultHeaders = z
  .record(HeaderName, z.union([HeaderText, z.array(HeaderText).min(1)]))
  .refine((headers) => Object.keys(headers).length <= HEADERS_MAX, `expected at most ${HEADERS_MAX} headers`)
  .refine(
    (headers) => headerBytes(headers) <= HEADER_BYTES_MAX,
    `expected at most ${HEADER_BYTES_MAX} bytes of names and values`,
  )
  .describe('At most 100, and 16 KiB of names and values. A list when the header occurs several times')
  .meta({ id: 'RelayResultHeaders' })

/** As on the wire: each value of a list has its name. */
function headerBytes(headers: Record<string, string | string[]>): number {
  return Object.entries(headers)
    .flatMap(([name, value]) =>
      [value].flat().map((each) => Buffer.byteLength(name) + Buffer.byteLength(each)),
    )
    .reduce((sum, bytes) => sum + bytes, 0)
}

/** The result of one delivery. */
export const RelayResult = z
  .strictObject({
    deliveryId: DeliveryId,
    number: z.int().min(1).describe('As in the delivery').meta({ example: 1 }),
    statusCode: z.int().min(100).max(999).optional().meta({ example: 200 }),
    errorCode: RelayErrorCode.optional().describe('In place of `statusCode`, when there is no reply'),
    errorDetail: boundedText(300).optional().describe('`errorCode` in plain language'),
    durationMs: z.int().min(0).max(DAY_MS).meta({ example: 12 }),
    headers: RelayResultHeaders.optional().describe('Of the reply'),
    bodyBase64: z
      .base64()
      .max(BODY_BASE64_MAX)
      .optional()
      .describe('The first 16 KiB of the body of the reply'),
    bodyTruncated: z.boolean().optional().describe('Whether the body was longer. Default: false'),
  })
  .refine(({ statusCode, errorCode }) => (statusCode === undefined) !== (errorCode === undefined), {
    message: 'expected either statusCode or errorCode',
  })
  .meta({ id: 'RelayResult' })
export type RelayResult = z.infer<typeof RelayResult>

/** Body of `POST …/relays/{id}/results`. */
export const RelayResults = z
  .strictObject({
    connectionId: RelayConnectionId,
    results: z.array(RelayResult).min(1).max(RELAY_IN_FLIGHT_MAX),
  })
  .meta({
    id: 'RelayResults',
    example: {
      connectionId: 'rcn_01h455vb4pex5vsknk084sn02q',
      results: [{ deliveryId: 'dlv_01h455vb4pex5vsknk084sn02q', number: 1, statusCode: 200, durationMs: 12 }],
    },
  })
export type RelayResults = z.infer<typeof RelayResults>

/** Reply of `POST …/relays/{id}/results`. */
export const RelayResultCounts = z
  .strictObject({
    recorded: z.int().meta({ example: 1 }),
    ignored: z
      .int()
      .describe('Results that came twice, or after the delivery was sent again')
      .meta({ example: 0 }),
  })
  .meta({ id: 'RelayResultCounts' })
export type RelayResultCounts = z.infer<typeof RelayResultCounts>
