import { customHeaderMistakes, HEADER_MASK } from '@posthorn/webhook'
import { z } from 'zod'

/** Headers as they are shown: every value is a mask. */
export const MaskedHeaders = z
  .record(z.string(), z.string())
  .describe('Headers of the requests, beside those of Posthorn. Values are never shown')
  .meta({ id: 'MaskedHeaders', example: { Authorization: HEADER_MASK } })

/** More than headers that may be sent can have, however much of them is escaped. */
const JSON_BYTES_MAX = 32 * 1024

const HeaderRecord = z
  .record(z.string(), z.string())
  .superRefine((headers, context) => {
    for (const { name, message } of customHeaderMistakes(headers)) {
      context.addIssue({ code: 'custom', path: name === undefined ? [] : [name], message })
    }
  })
  .describe(
    'Headers of the requests, beside those of Posthorn. A change replaces all of them; ' +
      `a value that reads \`${HEADER_MASK}\` keeps the one that is there`,
  )
  .meta({ id: 'EndpointHeaders', example: { Authorization: 'Bearer of-your-gateway' } })

/** Headers as they are written. Their size is looked at first: a megabyte of them would keep other requests waiting. */
export const EndpointHeaders = z.preprocess((json, context) => {
  if (Buffer.byteLength(JSON.stringify(json) ?? '') <= JSON_BYTES_MAX) return json
  context.addIssue({ code: 'custom', message: `must not be larger than ${JSON_BYTES_MAX} bytes of JSON` })
  return z.NEVER
}, HeaderRecord)

/** The mask stands for a value only where there is one already. */
export const NewEndpointHeaders = EndpointHeaders.superRefine((headers, context) => {
  for (const [name, value] of Object.entries(headers)) {
    if (value !== HEADER_MASK) continue
    context.addIssue({ code: 'custom', path: [name], message: 'expected the value, not its mask' })
  }
})
