import { customHeaderMistakes, HEADER_MASK } from '@posthorn/webhook'
import { z } from 'zod'

/** Headers as they are shown: every value is a mask. */
export const MaskedHeaders = z
  .record(z.string(), z.string())
  .describe('Headers of the requests, beside those of Posthorn. Values are never shown')
  .meta({ example: { Authorization: HEADER_MASK } })

/** Headers as they are written. */
export const EndpointHeaders = z
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
  .meta({ example: { Authorization: 'Bearer of-your-gateway' } })

/** The mask stands for a value only where there is one already. */
export const NewEndpointHeaders = EndpointHeaders.superRefine((headers, context) => {
  for (const [name, value] of Object.entries(headers)) {
    if (value !== HEADER_MASK) continue
    context.addIssue({ code: 'custom', path: [name], message: 'expected the value, not its mask' })
  }
})
