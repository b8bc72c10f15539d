import { z } from 'zod'
import { ProviderName } from './source.ts'

const ProviderKey = z
  .strictObject({
    label: z.string().describe('What the provider calls it'),
    description: z.string(),
    example: z.string(),
  })
  .meta({ id: 'ProviderKey' })

const PublishedAddresses = z
  .strictObject({
    cidrs: z.array(z.string()),
    page: z.string().describe('Where the provider publishes them'),
    asOf: z
      .string()
      .describe('When they were last compared with the page: `YYYY-MM-DD`')
      .meta({ example: '2026-10-29' }),
  })
  .meta({ id: 'PublishedAddresses' })

const DuplicateDetection = z
  .enum(['signed-id', 'unsigned-id', 'body'])
  .describe(
    "By the provider's id, which its signature covers or not, or by body. Consider `dedupeBy: id-or-body` with `unsigned-id`",
  )
  .meta({ id: 'DuplicateDetection' })

const ConfigSchema = z
  .record(z.string(), z.unknown())
  .describe('JSON Schema (2020-12) of the `config` of a source')
  .meta({ id: 'ConfigSchema' })

/** A provider of the catalogue: enough to render a form for a source. */
export const Provider = z
  .strictObject({
    name: ProviderName,
    title: z.string(),
    docsUrl: z.string().describe("The provider's own documentation"),
    setup: z.array(z.string()).describe("What to do in the provider's settings, in order"),
    secret: ProviderKey.nullable().describe('The form of `secrets`; null if a source has none'),
    publicKey: ProviderKey.nullable().describe('The form of `publicKey`; null if a source has none'),
    configSchema: ConfigSchema,
    addresses: PublishedAddresses.nullable().describe(
      'Where its webhooks come from: what the name of the provider means in `allowCidrs`. Null if it is not known',
    ),
    duplicateDetection: DuplicateDetection,
    sampleTypes: z
      .array(z.string())
      .describe('Types of the webhooks that `POST …/sources/{id}/sample` sends, the most common first'),
  })
  .meta({ id: 'Provider' })
export type Provider = z.infer<typeof Provider>
