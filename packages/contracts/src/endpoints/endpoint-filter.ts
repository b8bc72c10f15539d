import { FILTER_BYTES_MAX, InvalidFilterError, parseFilter } from '@posthorn/webhook'
import { z } from 'zod'
import { EventType } from '../event.ts'
import { boundedObject } from '../text.ts'

/** Ten levels of conditions, and a list of values in the last. */
const JSON_DEPTH_MAX = 12

const DESCRIPTION =
  'Conditions on the `data` of an event; all of them must hold. docs/filters.md lists the operators.'
const EXAMPLE = { amount: { $gte: 100 }, 'customer.country': { $in: ['DE', 'AT'] } }

/** A stored filter: conditions on an event's data, not parsed. */
export const StoredFilter = boundedObject({ bytesMax: FILTER_BYTES_MAX, depthMax: JSON_DEPTH_MAX })
  .describe(DESCRIPTION)
  .meta({ id: 'EndpointFilter', example: EXAMPLE })

/** A filter in a request. `parseFilter` checks its size first, so that a large one costs no time. */
export const EndpointFilter = z
  .record(z.string(), z.unknown())
  .superRefine((json, context) => {
    try {
      parseFilter(json)
    } catch (error) {
      if (!(error instanceof InvalidFilterError)) throw error
      for (const { path, message } of error.issues) context.addIssue({ code: 'custom', path, message })
    }
  })
  .pipe(StoredFilter)
  .describe(DESCRIPTION)
  .meta({ id: 'EndpointFilter', example: EXAMPLE })

/** Body of `POST …/endpoints/{id}/filter/test`. */
export const FilterTest = z
  .strictObject({
    data: z
      .unknown()
      .refine((data) => data !== undefined, 'expected any JSON value')
      .describe('The data of an event: any JSON value')
      .meta({ example: { amount: 4200, customer: { country: 'DE' } } }),
    eventType: EventType.optional().describe('Also test whether the endpoint is subscribed to this type'),
    filter: EndpointFilter.nullable().optional().describe("The filter to test. Default: the endpoint's own"),
  })
  .meta({ id: 'FilterTest', example: { data: { amount: 4200, customer: { country: 'DE' } } } })
export type FilterTest = z.infer<typeof FilterTest>

/** A condition that the data does not meet. */
export const FailedCondition = z
  .strictObject({
    path: z.string().meta({ example: 'customer.country' }),
    operator: z
      .string()
      .describe('`$not` for a condition that holds but must not; `expected` is then that condition')
      .meta({ example: '$in' }),
    expected: z.unknown().meta({ example: ['DE', 'AT'] }),
    actual: z
      .unknown()
      .optional()
      .describe(
        'The value at the path; several values are a list of at most ten. Missing when the path does not exist. ' +
          'Strings are cut at 200 characters; an object or list is `(object)`',
      )
      .meta({ example: 'FR' }),
  })
  .meta({ id: 'FailedCondition' })

export const FilterTestResult = z
  .strictObject({
    matches: z.boolean().describe('Whether the endpoint would receive such an event'),
    eventTypeMatches: z
      .boolean()
      .nullable()
      .describe('Whether the endpoint is subscribed to `eventType`; null without one'),
    failed: z.array(FailedCondition).describe('The conditions that prevent a match'),
  })
  .meta({ id: 'FilterTestResult' })
export type FilterTestResult = z.infer<typeof FilterTestResult>
