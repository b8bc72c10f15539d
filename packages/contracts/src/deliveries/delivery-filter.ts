import { DELIVERY_ERROR_CODES } from '@posthorn/webhook'
import { z } from 'zod'
import { commaList } from '../comma-list.ts'
import { EventType } from '../event.ts'
import { EndpointId } from '../ids.ts'
import { finishedInOrder, PageQuery, rangeInOrder } from '../page.ts'
import { TimestampInput } from '../text.ts'
import { AttemptTrigger } from './attempt.ts'
import { DeliveryStatus } from './delivery.ts'

const NAMES_MAX = 20

const StatusCodeFilter = z
  .string()
  .regex(/^(?:[1-9]\d\d|[1-9]xx|none)$/, 'expected a status such as 503, a class such as 5xx, or none')
  .meta({ example: '5xx' })

export const DeliveryErrorCode = z.enum(DELIVERY_ERROR_CODES).meta({ id: 'DeliveryErrorCode' })

/** Fields about a delivery, and about its last attempt. */
const fields = {
  status: commaList(DeliveryStatus, DeliveryStatus.options.length).optional(),
  endpointId: commaList(EndpointId, NAMES_MAX).optional(),
  eventType: commaList(EventType, NAMES_MAX).optional(),
  statusCode: commaList(StatusCodeFilter, NAMES_MAX)
    .optional()
    .describe('Status of the last attempt: a code, a class, or `none` for an attempt without a reply'),
  errorCode: commaList(DeliveryErrorCode, DELIVERY_ERROR_CODES.length)
    .optional()
    .describe('Error code of the last attempt'),
  trigger: commaList(AttemptTrigger, AttemptTrigger.options.length)
    .optional()
    .describe('Trigger of the last attempt; before the first one, of the attempt to be made'),
  from: TimestampInput.optional().describe('Created at this time or later'),
  to: TimestampInput.optional().describe('Created before this time'),
  finishedFrom: TimestampInput.optional().describe('Succeeded, failed or cancelled at this time or later'),
  finishedTo: TimestampInput.optional().describe('Succeeded, failed or cancelled before this time'),
}

/** Selects deliveries: those that match every field, by any of its values. */
export const DeliveryFilter = finishedInOrder(rangeInOrder(z.strictObject(fields))).meta({
  id: 'DeliveryFilter',
  example: { statusCode: ['5xx'] },
})
export type DeliveryFilter = z.infer<typeof DeliveryFilter>

/** Query of `GET …/deliveries`. */
export const DeliveryQuery = finishedInOrder(rangeInOrder(PageQuery.extend(fields)))
export type DeliveryQuery = z.infer<typeof DeliveryQuery>

/** Query of `GET …/attempts`: the same fields, about each attempt and its delivery. */
export const AttemptQuery = finishedInOrder(
  rangeInOrder(
    PageQuery.extend({
      ...fields,
      status: fields.status.describe('Status of the delivery'),
      statusCode: fields.statusCode.describe(
        'Status of the reply: a code, a class, or `none` without a reply',
      ),
      errorCode: fields.errorCode.describe('Why there is no reply'),
      trigger: fields.trigger.describe('Why the attempt was made'),
      from: fields.from.describe('Started at this time or later'),
      to: fields.to.describe('Started before this time'),
      finishedFrom: fields.finishedFrom.describe('Of a delivery that finished at this time or later'),
      finishedTo: fields.finishedTo.describe('Of a delivery that finished before this time'),
    }),
  ),
)
export type AttemptQuery = z.infer<typeof AttemptQuery>
