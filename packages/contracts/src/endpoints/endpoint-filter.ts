import { FILTER_BYTES_MAX, FilterFormError, parseFilter } from '@posthorn/webhook'
import { z } from 'zod'
import { EventType } from '../event.ts'
import { boundedObject } from '../text.ts'

/** Of the JSON: ten levels, with a list of values in the last. */
const JSON_DEPTH_MAX = 12

const DESCRIPTION =
  'Conditions on the `data` of an event; all have to hold. docs/filters.md lists the operators.'
const EXAMPLE = { amount: { $gte: 100 }, 'customer.country': { $in: ['DE', 'AT'] } }

/** Conditions on an event's data, as they were written. */
export const StoredFilter = boundedObject({ bytesMax: FILTER_BYTES_MAX, depthMax: JSON_DEPTH_MAX })
  .describe(DESCRIPTION)
  .meta({ id: 'EndpointFilter', example: EXAMPLE })

/** The same, checked: its size first, so that what is too large costs no time. */
export const EndpointFilter = z
  .record(z.string(), z.unknown())
  .superRefine((json, context) => {
    try {
      parseFilter(json)
    } catch (error) {
      if (!(error instanceof FilterFormError)) throw error
      for (const { path, message } of error.mistakes) context.addIssue({ code: 'custom', path, message })
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
    eventType: EventType.optional().describe('To be asked as well whether the endpoint is subscribed to it'),
    filter: EndpointFilter.nullable()
      .optional()
      .describe('To be tested instead of the one that the endpoint has'),
  })
  .meta({ id: 'FilterTest', example: { data: { amount: 4200, customer: { country: 'DE' } } } })
export type FilterTest = z.infer<typeof FilterTest>

/** A condition that data did not fulfil. */
const FailedCondition = z
  .strictObject({
    path: z.string().meta({ example: 'customer.country' }),
    operator: z
      .string()
      .describe('`$not` for a condition that holds and must not; `expected` is then the condition itself')
      .meta({ example: '$in' }),
    expected: z.unknown().meta({ example: ['DE', 'AT'] }),
    actual: z
      .unknown()
      .optional()
      .describe(
        'What is at the path, several values as a list, ten at the most. Missing when there is nothing. ' +
          'Texts are cut at 200 characters; what is no plain value is `(object)`',
      )
      .meta({ example: 'FR' }),
  })
  .meta({ id: 'FailedCondition' })

export const FilterTestResult = z
  .strictObject({
    matches: z.boolean().describe('Whether the endpoint would get such an event'),
    eventTypeMatches: z
      .boolean()
      .nullable()
      .describe('Whether it is subscribed to the type; null when none was given'),
    failed: z
      .array(FailedCondition)
      .describe('The conditions of the filter that would have to come out the other way'),
  })
  .meta({ id: 'FilterTestResult' })
export type FilterTestResult = z.infer<typeof FilterTestResult>
