import { z } from 'zod'

type JsonObject = Record<string, unknown>

/**
 * The data of an event: any JSON object. Its members are neither validated nor copied, which would take hundreds of
 * milliseconds for a megabyte.
 */
export const EventData = z
  .unknown()
  .superRefine((value, context) => {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    if (!isObject) context.addIssue({ code: 'invalid_type', expected: 'object', input: value })
  })
  .meta({ id: 'EventData', type: 'object', additionalProperties: {} }) as unknown as z.ZodType<
  JsonObject,
  JsonObject
>
