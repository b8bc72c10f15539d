import { z } from 'zod'

/** The config of a provider that needs none. */
export const noConfig: z.ZodType<Record<string, never>> = z.strictObject({})
