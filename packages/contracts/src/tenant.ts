import { z } from 'zod'
import { TenantId } from './ids.ts'
import { Origins } from './portal/origin.ts'
import { boundedText, Metadata, Timestamp } from './text.ts'

const PORTAL_ORIGINS =
  'Origins of pages that may frame the portals of links without `allowedOrigins`; without any, those of `PORTAL_FRAME_ANCESTORS`'

/** Body of `PUT /v1/tenants/{tenant}`. Omitted fields get their defaults. */
export const TenantInput = z
  .strictObject({
    name: boundedText(200).nullable().default(null),
    metadata: Metadata.default({}),
    strictEventTypes: z
      .boolean()
      .default(false)
      .describe('Whether only event types from the catalogue can be published'),
    retentionDays: z
      .int()
      .min(1)
      .max(36_500)
      .nullable()
      .default(null)
      .describe(
        'Days after which the data of events, and the headers and bodies of attempts, are removed. At most `RETENTION_DAYS`; ' +
          'null: as long as the records',
      ),
    portalOrigins: Origins.default([]).describe(PORTAL_ORIGINS),
  })
  .meta({ id: 'TenantPut', example: { name: 'Acme Ltd.', metadata: { plan: 'pro' } } })
export type TenantInput = z.infer<typeof TenantInput>

export const Tenant = z
  .strictObject({
    id: TenantId,
    name: z.string().nullable(),
    metadata: Metadata,
    strictEventTypes: z.boolean(),
    retentionDays: z.int().nullable(),
    portalOrigins: z.array(z.string()).describe(PORTAL_ORIGINS),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'Tenant' })
export type Tenant = z.infer<typeof Tenant>
