import { z } from 'zod'
import { AttemptId } from './ids.ts'
import { Timestamp } from './text.ts'

export const AttemptTrigger = z.enum(['schedule', 'manual', 'recover', 'test']).meta({ id: 'AttemptTrigger' })
export type AttemptTrigger = z.infer<typeof AttemptTrigger>
export const AttemptResult = z.enum(['succeeded', 'failed']).meta({ id: 'AttemptResult' })
export type AttemptResult = z.infer<typeof AttemptResult>

const HeaderValue = z
  .union([z.string(), z.array(z.string())])
  .describe('A list when the header occurs several times')
  .meta({ id: 'HeaderValue' })
const HeaderMap = z.record(z.string(), HeaderValue).meta({ id: 'HeaderMap' })

/** One HTTP request made for a delivery, and its reply. */
export const Attempt = z
  .strictObject({
    id: AttemptId,
    number: z.int(),
    trigger: AttemptTrigger,
    startedAt: Timestamp,
    durationMs: z.int(),
    requestHeaders: HeaderMap,
    statusCode: z.int().nullable(),
    responseHeaders: HeaderMap.nullable(),
    responseBody: z.string().nullable().describe('First 16 KiB, as text'),
    responseBodyTruncated: z.boolean(),
    errorCode: z.string().nullable(),
    result: AttemptResult,
    expired: z.boolean().describe('Whether its headers and body were removed and the record kept'),
  })
  .meta({ id: 'Attempt' })
export type Attempt = z.infer<typeof Attempt>
