import { DEFAULT_RETRY_SCHEDULE_SECONDS, isEventTypePattern } from '@posthorn/webhook'
import { z } from 'zod'
import { EndpointId } from './ids.ts'
import { boundedText, Metadata, Timestamp } from './text.ts'

const DAY_SECONDS = 86_400
export const TIMEOUT_SECONDS_DEFAULT = 10
const URL_LENGTH_MAX = 2048

const EventTypePattern = z
  .string()
  .refine(isEventTypePattern, 'expected an event type, a prefix followed by .*, or * alone')
  .meta({ example: 'order.*' })

export const RetryOn = z.enum(['server-errors', 'any-failure'])
export type RetryOn = z.infer<typeof RetryOn>
export const PayloadFormat = z.enum(['envelope', 'raw'])
export type PayloadFormat = z.infer<typeof PayloadFormat>
export const SignatureScheme = z.enum(['standard', 'sha256'])
export type SignatureScheme = z.infer<typeof SignatureScheme>

const fields = {
  url: boundedText(URL_LENGTH_MAX).min(1).meta({ example: 'https://example.com/webhooks' }),
  description: boundedText(500),
  eventTypes: z.array(EventTypePattern).min(1).max(100),
  enabled: z.boolean(),
  timeoutSeconds: z.int().min(1).max(30),
  retrySchedule: z
    .array(
      z
        .int()
        .min(0)
        .max(7 * DAY_SECONDS),
    )
    .max(50),
  retryOn: RetryOn,
  payloadFormat: PayloadFormat,
  signatures: z
    .array(SignatureScheme)
    .min(1)
    .refine((list) => new Set(list).size === list.length, 'must not name a scheme twice'),
  metadata: Metadata,
}

/** Body of `POST …/endpoints`. The URL's own rules are in the API service: they depend on its configuration. */
export const NewEndpoint = z.strictObject({
  url: fields.url,
  description: fields.description.default(''),
  eventTypes: fields.eventTypes.default(['*']),
  enabled: fields.enabled.default(true),
  timeoutSeconds: fields.timeoutSeconds.default(TIMEOUT_SECONDS_DEFAULT),
  retrySchedule: fields.retrySchedule.default([...DEFAULT_RETRY_SCHEDULE_SECONDS]),
  retryOn: fields.retryOn.default('server-errors'),
  payloadFormat: fields.payloadFormat.default('envelope'),
  signatures: fields.signatures.default(['standard']),
  metadata: fields.metadata.default({}),
})
export type NewEndpoint = z.infer<typeof NewEndpoint>

export const EndpointChange = z.strictObject(fields).partial()
export type EndpointChange = z.infer<typeof EndpointChange>

export const EndpointStatus = z.enum(['active', 'disabled'])

export const Endpoint = z
  .strictObject({
    id: EndpointId,
    ...fields,
    url: z.string(),
    description: z.string(),
    status: EndpointStatus,
    disabledReason: z.enum(['manual', 'gone']).nullable(),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'Endpoint' })
export type Endpoint = z.infer<typeof Endpoint>

/** The only reply that carries the signing secret. */
export const CreatedEndpoint = Endpoint.extend({ secret: z.string() }).meta({ id: 'CreatedEndpoint' })
export type CreatedEndpoint = z.infer<typeof CreatedEndpoint>
