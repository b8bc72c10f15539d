import {
  DEFAULT_RETRY_SCHEDULE_SECONDS,
  isEventTypePattern,
  SecretFormError,
  signingKeyBytes,
} from '@posthorn/webhook'
import { z } from 'zod'
import { EndpointId } from '../ids.ts'
import { boundedText, distinct, Metadata, Timestamp } from '../text.ts'
import { EndpointFilter, StoredFilter } from './endpoint-filter.ts'
import { EndpointHeaders, MaskedHeaders, NewEndpointHeaders } from './endpoint-headers.ts'

const DAY_SECONDS = 86_400
export const TIMEOUT_SECONDS_DEFAULT = 10
/** Attempts under way at once to one endpoint, of all workers together (contract). */
const MAX_IN_FLIGHT_DEFAULT = 20
/** Of a URL as it is written. Its normal form, which may be shorter, has a bound of its own in the API service. */
const URL_TEXT_LENGTH_MAX = 8192

const EventTypePattern = z
  .string()
  .refine(isEventTypePattern, 'expected an event type, a prefix followed by .*, or * alone')
  .meta({ example: 'order.*', pattern: '^(?:\\*|[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*(?:\\.\\*)?)$' })

const EventTypePatterns = z.array(EventTypePattern).min(1).max(100)

export const RetryOn = z.enum(['server-errors', 'any-failure']).meta({ id: 'RetryOn' })
export type RetryOn = z.infer<typeof RetryOn>
export const PayloadFormat = z.enum(['envelope', 'raw']).meta({ id: 'PayloadFormat' })
export type PayloadFormat = z.infer<typeof PayloadFormat>
export const SignatureScheme = z
  .enum(['standard', 'ed25519', 'sha256'])
  .describe(
    '`standard`: `v1,…` in `webhook-signature` for each live secret. `ed25519`: `v1a,…` there for each live key pair; ' +
      '`publicKeys` verify it. `sha256`: `x-webhook-signature`, one value. During a rotation it is made with the old ' +
      'secret until the grace ends, and `x-webhook-signature-next` with the new one.',
  )
  .meta({ id: 'SignatureScheme' })
export type SignatureScheme = z.infer<typeof SignatureScheme>

const fields = {
  url: boundedText(URL_TEXT_LENGTH_MAX)
    .min(1)
    .describe('At most 2,048 characters once it is normalised')
    .meta({ example: 'https://example.com/webhooks' }),
  description: boundedText(500),
  eventTypes: distinct(EventTypePatterns, 'must not name an event type twice'),
  filter: EndpointFilter.nullable(),
  enabled: z.boolean(),
  headers: EndpointHeaders,
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
  rateLimitPerSecond: z.int().min(1).max(1000).nullable(),
  maxInFlight: z.int().min(1).max(1000),
  payloadFormat: PayloadFormat,
  signatures: distinct(
    z.array(SignatureScheme).min(1).max(SignatureScheme.options.length),
    'must not name a scheme twice',
  ),
  metadata: Metadata,
}

/** Body of `POST …/endpoints`. The URL's own rules are in the API service: they depend on its configuration. */
export const NewEndpoint = z
  .strictObject({
    url: fields.url,
    description: fields.description.default(''),
    eventTypes: fields.eventTypes.default(['*']),
    filter: fields.filter.default(null),
    enabled: fields.enabled.default(true),
    headers: NewEndpointHeaders.default({}).describe(
      'Headers of the requests, beside those of Posthorn. Default: none',
    ),
    timeoutSeconds: fields.timeoutSeconds.default(TIMEOUT_SECONDS_DEFAULT),
    retrySchedule: fields.retrySchedule.default([...DEFAULT_RETRY_SCHEDULE_SECONDS]),
    retryOn: fields.retryOn.default('server-errors'),
    rateLimitPerSecond: fields.rateLimitPerSecond.default(null),
    maxInFlight: fields.maxInFlight.default(MAX_IN_FLIGHT_DEFAULT),
    payloadFormat: fields.payloadFormat.default('envelope'),
    signatures: fields.signatures.default(['standard']),
    metadata: fields.metadata.default({}),
  })
  .meta({ id: 'EndpointCreate', example: { url: 'https://example.com/webhooks', eventTypes: ['order.*'] } })
export type NewEndpoint = z.infer<typeof NewEndpoint>

export const EndpointChange = z
  .strictObject(fields)
  .partial()
  .meta({ id: 'EndpointUpdate', example: { eventTypes: ['order.*', 'user.created'] } })
export type EndpointChange = z.infer<typeof EndpointChange>

const CircuitState = z.enum(['closed', 'open']).meta({ id: 'CircuitState' })

/** How an endpoint is doing. While its circuit is open, deliveries wait without using up attempts. */
export const EndpointHealth = z
  .strictObject({
    circuit: CircuitState,
    reason: z.string().nullable().describe('Why the circuit is open'),
    openedAt: Timestamp.nullable(),
    nextProbeAt: Timestamp.nullable().describe(
      'When one delivery is tried, to see whether the endpoint is back',
    ),
    lastSuccessAt: Timestamp.nullable(),
    failingSince: Timestamp.nullable().describe('The first failure after the last success'),
  })
  .meta({ id: 'EndpointHealth' })
export type EndpointHealth = z.infer<typeof EndpointHealth>

export const EndpointStatus = z.enum(['active', 'disabled']).meta({ id: 'EndpointStatus' })

const DisabledReason = z
  .enum(['manual', 'gone', 'failing', 'secret_unreadable'])
  .describe(
    'By a change, by a reply of 410, because it failed for too long, or because a stored secret or header of it cannot be ' +
      'decrypted',
  )
  .meta({ id: 'DisabledReason' })

export const Endpoint = z
  .strictObject({
    id: EndpointId,
    ...fields,
    url: z.string(),
    description: z.string(),
    // One that was stored before the rule may name a type twice.
    eventTypes: EventTypePatterns,
    filter: StoredFilter.nullable(),
    headers: MaskedHeaders,
    status: EndpointStatus,
    disabledReason: DisabledReason.nullable(),
    health: EndpointHealth,
    publicKeys: z
      .array(z.string().meta({ example: 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=' }))
      .describe(
        'Ed25519 public keys that verify `v1a` signatures, the newest first. Empty until `signatures` names `ed25519`',
      ),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'Endpoint' })
export type Endpoint = z.infer<typeof Endpoint>

const SigningSecret = z.string().superRefine((text, context) => {
  try {
    signingKeyBytes(text)
  } catch (error) {
    if (!(error instanceof SecretFormError)) throw error
    context.addIssue({ code: 'custom', message: error.message })
  }
})

/** How long an old secret may go on signing beside the new one. */
const GRACE_SECONDS_MAX = 7 * DAY_SECONDS

/** Body of `POST …/endpoints/{id}/rotate-secret`; it may be left out. */
export const SecretRotation = z
  .strictObject({
    secret: SigningSecret.optional().describe(
      'The new secret: `whsec_` and the base64 of 24 to 64 bytes. Default: one that Posthorn makes',
    ),
    graceSeconds: z
      .int()
      .min(0)
      .max(GRACE_SECONDS_MAX)
      .default(DAY_SECONDS)
      .describe('How long the old secrets sign beside the new one. With 0 they end at once, as after a leak'),
  })
  .meta({ id: 'SecretRotation', example: { graceSeconds: 3600 } })
export type SecretRotation = z.infer<typeof SecretRotation>

/** The only replies that carry the signing secret: that of creating an endpoint, and that of rotating its secret. */
export const CreatedEndpoint = Endpoint.extend({
  secret: z.string().describe('Shown this once. It keys `standard` and `sha256`'),
}).meta({ id: 'EndpointWithSecret', extends: 'Endpoint' })
export type CreatedEndpoint = z.infer<typeof CreatedEndpoint>

export const RotatedEndpoint = CreatedEndpoint
export type RotatedEndpoint = z.infer<typeof RotatedEndpoint>
