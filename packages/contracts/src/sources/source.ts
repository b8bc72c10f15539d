import { DEDUPE_BY, isEventType, isReservedEventType, PROVIDER_NAMES } from '@posthorn/webhook'
import { z } from 'zod'
import { SourceId } from '../ids.ts'
import { boundedObject, boundedText, distinct, Metadata, Timestamp } from '../text.ts'
import { sourceLimits } from './source-limits.ts'

/**
 * The URL that the provider of a source calls.
 * @param publicIngestUrl `PUBLIC_INGEST_URL`
 */
export function ingestUrlOf(publicIngestUrl: string, id: SourceId): string {
  return `${publicIngestUrl.replace(/\/+$/, '')}/webhooks/${id}`
}

export const ProviderName = z.enum(PROVIDER_NAMES).meta({ id: 'ProviderName' })
export type ProviderName = z.infer<typeof ProviderName>

export const DedupeBy = z
  .enum(DEDUPE_BY)
  .describe(
    "What makes a request a duplicate: the provider's `id`, or with `id-or-body` also a body seen under another id. " +
      '`id-or-body` stops replays where the provider does not sign its id, and drops genuine events with equal bodies. ' +
      'For a provider without ids, duplicates are always found by body',
  )
  .meta({ id: 'DedupeBy' })
export type DedupeBy = z.infer<typeof DedupeBy>

const DAY_SECONDS = 86_400
export const TOLERANCE_SECONDS_DEFAULT = 300
export const DEDUPE_WINDOW_SECONDS_DEFAULT = 30 * DAY_SECONDS
/** With a shorter window, a provider's own retries would become new events. */
export const DEDUPE_WINDOW_SECONDS_MIN = DAY_SECONDS

const SourceName = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/,
    'expected a slug: 1 to 64 of a-z 0-9 -, no dash at the ends',
  )
  .meta({ example: 'stripe' })
const SecretText = boundedText(512).min(1)
const PublicKey = boundedText(1024)
  .min(1)
  .describe(
    "The sender's public key, if the provider signs with a key pair: for `standard-webhooks`, `whpk_` and the base64 of 32 bytes",
  )
  .meta({ example: 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=' })
export const SourceConfig = boundedObject({ bytesMax: 8192, depthMax: 5 })
  .describe('What the provider needs beyond its keys; `configSchema` at `GET /v1/providers` describes it')
  .meta({ id: 'SourceConfig', example: {} })
export type SourceConfig = z.infer<typeof SourceConfig>

const EventTypePrefix = z
  .string()
  .max(64)
  .refine(
    (text) => text === '' || isEventType(text),
    'expected dot-separated parts of A-Z a-z 0-9 _ -, or an empty string',
  )
  .refine((text) => !isReservedEventType(text), 'posthorn is reserved for events of Posthorn itself')

const fields = {
  name: SourceName,
  secrets: distinct(z.array(SecretText).max(10), 'must not have a secret twice'),
  publicKey: PublicKey.nullable(),
  config: SourceConfig,
  eventTypePrefix: EventTypePrefix,
  toleranceSeconds: z.int().min(1).max(DAY_SECONDS),
  dedupeWindowSeconds: z
    .int()
    .min(DEDUPE_WINDOW_SECONDS_MIN)
    .max(365 * DAY_SECONDS),
  dedupeBy: DedupeBy,
  ...sourceLimits,
  enabled: z.boolean(),
  metadata: Metadata,
}

/** Body of `POST …/sources`. `secrets` are write-only; their form depends on the provider. */
export const NewSource = z
  .strictObject({
    ...fields,
    provider: ProviderName,
    secrets: fields.secrets.default([]).describe('At least one, unless `publicKey` is set'),
    publicKey: fields.publicKey.default(null),
    config: SourceConfig.default({}),
    eventTypePrefix: EventTypePrefix.optional().describe('Default: `name`'),
    toleranceSeconds: fields.toleranceSeconds.default(TOLERANCE_SECONDS_DEFAULT),
    dedupeWindowSeconds: fields.dedupeWindowSeconds.default(DEDUPE_WINDOW_SECONDS_DEFAULT),
    dedupeBy: DedupeBy.default('id'),
    rateLimitPerSecond: fields.rateLimitPerSecond.default(null),
    allowCidrs: fields.allowCidrs.default(null),
    bodyMaxBytes: fields.bodyMaxBytes.default(null),
    enabled: z.boolean().default(true),
    metadata: Metadata.default({}),
  })
  .meta({
    id: 'SourceCreate',
    example: { name: 'stripe', provider: 'stripe', secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'] },
  })
export type NewSource = z.infer<typeof NewSource>

export const SourceChange = z
  .strictObject(fields)
  .partial()
  .meta({ id: 'SourceUpdate', example: { toleranceSeconds: 600 } })
export type SourceChange = z.infer<typeof SourceChange>

export const Source = z
  .strictObject({
    id: SourceId,
    name: z.string(),
    provider: ProviderName,
    publicKey: z
      .string()
      .nullable()
      .describe('Verifies signatures, in addition to the secrets or instead of them'),
    config: SourceConfig,
    eventTypePrefix: z.string(),
    toleranceSeconds: z.int(),
    dedupeWindowSeconds: z.int(),
    dedupeBy: DedupeBy,
    rateLimitPerSecond: z.int().nullable(),
    allowCidrs: z.array(z.string()).nullable(),
    bodyMaxBytes: z.int().nullable(),
    enabled: z.boolean(),
    metadata: Metadata,
    ingestUrl: z.string(),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'Source' })
export type Source = z.infer<typeof Source>
