import { customHeaderIssues, HEADER_MASK } from '@posthorn/webhook'
import { z } from 'zod'

/** Headers in replies: a mask replaces every value. */
export const MaskedHeaders = z
  .record(z.string(), z.string())
  .describe("Custom request headers, in addition to Posthorn's. Values are never shown")
  .meta({ id: 'MaskedHeaders', example: { Authorization: HEADER_MASK } })

/** More than any valid set of headers needs, even if fully escaped. */
const JSON_BYTES_MAX = 32 * 1024

const HeaderRecord = z
  .record(z.string(), z.string())
  .superRefine((headers, context) => {
    for (const { name, message } of customHeaderIssues(headers)) {
      context.addIssue({ code: 'custom', path: name === undefined ? [] : [name], message })
    }
  })
  .describe(
    "Custom request headers, in addition to Posthorn's. An update replaces all of them; " +
      `the value \`${HEADER_MASK}\` keeps the stored value`,
  )
  .meta({ id: 'EndpointHeaders', example: { Authorization: 'Bearer of-your-gateway' } })

/** Headers in requests. The size is checked first: a megabyte of headers would block the event loop. */
export const EndpointHeaders = z.preprocess((json, context) => {
  if (Buffer.byteLength(JSON.stringify(json) ?? '') <= JSON_BYTES_MAX) return json
  context.addIssue({ code: 'custom', message: `must not be larger than ${JSON_BYTES_MAX} bytes of JSON` })
  return z.NEVER
}, HeaderRecord)

/** A new endpoint has no stored values that the mask could keep. */
export const NewEndpointHeaders = EndpointHeaders.superRefine((headers, context) => {
  for (const [name, value] of Object.entries(headers)) {
    if (value !== HEADER_MASK) continue
    context.addIssue({ code: 'custom', path: [name], message: 'expected a value, got the mask' })
  }
})
