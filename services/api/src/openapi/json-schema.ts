import type { z } from 'zod'

/** A JSON schema as zod writes it. */
export type JsonSchema = z.core.JSONSchema.BaseSchema
