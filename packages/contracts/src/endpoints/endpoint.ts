import {
  DEFAULT_RETRY_SCHEDULE_SECONDS,
  InvalidSecretError,
  isEventTypePattern,
  signingKeyBytes,
} from '@posthorn/webhook'
import { z } from 'zod'
import { EndpointId } from '../ids.ts'
import { boundedText, distinct, Metadata, Timestamp } from '../text.ts'
import { EndpointFilter, StoredFilter } from './endpoint-filter.ts'
import { EndpointHeaders, MaskedHeaders, NewEndpointHeaders } from './endpoint-headers.ts'
import { Transport } from './transport.ts'

const DAY_SECONDS = 86_400
export const TIMEOUT_SECONDS_DEFAULT = 10
/** Attempts in flight to one endpoint, for all workers together. */
const MAX_IN_FLIGHT_DEFAULT = 20
/** For the URL as written. The API service has a separate limit for the normalised URL, which may be shorter. */
const URL_TEXT_LENGTH_MAX = 8192

export const EventTypePattern = z
  .string()
  .refine(isEventTypePattern, 'expected an event type, a prefix followed by .*, or * alone')
  .meta({ example: 'order.*', pattern: '^(?:\\*|[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*(?:\\.\\*)?)$' })

export const EventTypePatterns = z.array(EventTypePattern).min(1).max(100)

export const RetryOn = z.enum(['server-errors', 'any-failure']).meta({ id: 'RetryOn' })
export type RetryOn = z.infer<typeof RetryOn>
export const PayloadFormat = z.enum(['envelope', 'raw']).meta({ id: 'PayloadFormat' })
export type PayloadFormat = z.infer<typeof PayloadFormat>
export const SignatureScheme = z
  .enum(['standard', 'ed25519', 'sha256'])
  .describe(
    '`standard`: `v1,…` in `webhook-signature` for each live secret. `ed25519`: `v1a,…` in the same header for each live ' +
      'key pair; `publicKeys` verify it. `sha256`: one value in `x-webhook-signature`. During a rotation it uses the old ' +
      'secret until the grace period ends, and `x-webhook-signature-next` uses the new secret.',
  )
  .meta({ id: 'SignatureScheme' })
export type SignatureScheme = z.infer<typeof SignatureScheme>

export const endpointFields = {
  url: boundedText(URL_TEXT_LENGTH_MAX)
    .min(1)
    .describe('At most 2,048 characters after normalisation')
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

/** Body of `POST …/endpoints`. The API service checks the URL against its configuration. */
export const NewEndpoint = z
  .strictObject({
    url: endpointFields.url,
    description: endpointFields.description.default(''),
    eventTypes: endpointFields.eventTypes.default(['*']),
    filter: endpointFields.filter.default(null),
    enabled: endpointFields.enabled.default(true),
    headers: NewEndpointHeaders.default({}).describe(
      "Custom request headers, in addition to Posthorn's. Default: none",
    ),
    timeoutSeconds: endpointFields.timeoutSeconds.default(TIMEOUT_SECONDS_DEFAULT),
    retrySchedule: endpointFields.retrySchedule.default([...DEFAULT_RETRY_SCHEDULE_SECONDS]),
    retryOn: endpointFields.retryOn.default('server-errors'),
    rateLimitPerSecond: endpointFields.rateLimitPerSecond.default(null),
    maxInFlight: endpointFields.maxInFlight.default(MAX_IN_FLIGHT_DEFAULT),
    payloadFormat: endpointFields.payloadFormat.default('envelope'),
    signatures: endpointFields.signatures.default(['standard']),
    metadata: endpointFields.metadata.default({}),
  })
  .meta({ id: 'EndpointCreate', example: { url: 'https://example.com/webhooks', eventTypes: ['order.*'] } })
export type NewEndpoint = z.infer<typeof NewEndpoint>

export const EndpointChange = z
  .strictObject(endpointFields)
  .partial()
  .meta({ id: 'EndpointUpdate', example: { eventTypes: ['order.*', 'user.created'] } })
export type EndpointChange = z.infer<typeof EndpointChange>

const CircuitState = z.enum(['closed', 'open']).meta({ id: 'CircuitState' })

/** Health of an endpoint. While its circuit is open, deliveries wait without using up attempts. */
export const EndpointHealth = z
  .strictObject({
    circuit: CircuitState,
    reason: z.string().nullable().describe('Why the circuit is open'),
    openedAt: Timestamp.nullable(),
    nextProbeAt: Timestamp.nullable().describe('When one delivery is attempted to probe the endpoint'),
    lastSuccessAt: Timestamp.nullable(),
    failingSince: Timestamp.nullable().describe('The first failure after the last success'),
  })
  .meta({ id: 'EndpointHealth' })
export type EndpointHealth = z.infer<typeof EndpointHealth>

export const EndpointStatus = z.enum(['active', 'disabled']).meta({ id: 'EndpointStatus' })

export const DisabledReason = z
  .enum(['manual', 'gone', 'failing', 'secret_unreadable'])
  .describe(
    '`manual`: by a request. `gone`: after a 410 reply. `failing`: it failed for too long. `secret_unreadable`: a stored ' +
      'secret or header cannot be decrypted',
  )
  .meta({ id: 'DisabledReason' })

export const Endpoint = z
  .strictObject({
    id: EndpointId,
    ...endpointFields,
    transport: Transport,
    url: z.string().nullable().describe('Null for a relay').meta({ example: 'https://example.com/webhooks' }),
    relayName: z.string().nullable().describe('Of a relay; otherwise null').meta({ example: null }),
    description: z.string(),
    // Not distinct: lists that were stored before that rule may name a type twice.
    eventTypes: EventTypePatterns,
    filter: StoredFilter.nullable(),
    headers: MaskedHeaders,
    status: EndpointStatus,
    disabledReason: DisabledReason.nullable(),
    health: EndpointHealth,
    publicKeys: z
      .array(z.string().meta({ example: 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=' }))
      .describe(
        'Ed25519 public keys that verify `v1a` signatures, newest first. Empty unless `signatures` includes `ed25519`',
      ),
    previousSecretsExpireAt: Timestamp.nullable().describe(
      'End of the grace period of a rotation: until then, previous secrets sign as well. Null without any',
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
    if (!(error instanceof InvalidSecretError)) throw error
    context.addIssue({ code: 'custom', message: error.message })
  }
})

/** Maximum time that a previous secret keeps signing after a rotation. */
const GRACE_SECONDS_MAX = 7 * DAY_SECONDS

/** Optional body of `POST …/endpoints/{id}/rotate-secret`. */
export const SecretRotation = z
  .strictObject({
    secret: SigningSecret.optional().describe(
      'The new secret: `whsec_` and the base64 of 24 to 64 bytes. Default: Posthorn generates one',
    ),
    graceSeconds: z
      .int()
      .min(0)
      .max(GRACE_SECONDS_MAX)
      .default(DAY_SECONDS)
      .describe('How long the previous secrets keep signing. Use 0 after a leak: they end at once'),
  })
  .meta({ id: 'SecretRotation', example: { graceSeconds: 3600 } })
export type SecretRotation = z.infer<typeof SecretRotation>

/** The reply that creates an endpoint or rotates its secret. No other reply contains the signing secret. */
export const CreatedEndpoint = Endpoint.extend({
  secret: z.string().describe('Shown only once. The key of `standard` and `sha256` signatures'),
}).meta({ id: 'EndpointWithSecret', extends: 'Endpoint' })
export type CreatedEndpoint = z.infer<typeof CreatedEndpoint>

export const RotatedEndpoint = CreatedEndpoint
export type RotatedEndpoint = z.infer<typeof RotatedEndpoint>
