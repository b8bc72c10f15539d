import { z } from 'zod'
import { TenantId } from './ids.ts'
import { boundedText, Metadata, Timestamp } from './text.ts'

/** Body of `PUT /v1/tenants/{tenant}`: what is left out becomes empty. */
export const TenantInput = z.strictObject({
  name: boundedText(200).nullable().default(null),
  metadata: Metadata.default({}),
})
export type TenantInput = z.infer<typeof TenantInput>

export const Tenant = z
  .strictObject({
    id: TenantId,
    name: z.string().nullable(),
    metadata: Metadata,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'Tenant' })
export type Tenant = z.infer<typeof Tenant>
