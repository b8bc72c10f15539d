import { z } from 'zod'

/** The config of a provider that signs the URL. */
export const publicUrlConfig = z.strictObject({
  publicUrl: z
    .url({ protocol: /^https?$/ })
    .max(2048)
    .optional()
    .meta({
      title: 'Public URL',
      description:
        'The URL exactly as entered at the provider, which signs it. Default: the `ingestUrl` of the source',
    }),
})
