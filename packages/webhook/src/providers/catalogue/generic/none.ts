import { z } from 'zod'
import { configuredId, configuredType, messageConfig } from '../../config/message-config.ts'
import { defineProvider } from '../../define-provider.ts'
import { VERIFIED } from '../../provider.ts'
import { anyBody } from '../../reading/body-formats.ts'

export const none = defineProvider({
  name: 'none',
  title: 'No verification',
  docsUrl: 'https://www.standardwebhooks.com/',
  setup: [
    'Enter the ingest URL of the source at the sender.',
    'Everyone who knows the URL can send events: use another provider if the sender can sign or send a secret.',
  ],
  config: z.strictObject(messageConfig),
  signature: {
    signaturesIn: () => ({ signedAt: undefined, checkWith: () => ({ verify: () => VERIFIED }) }),
    sign: () => ({ headers: {} }),
  },
  format: anyBody,
  type: configuredType,
  typeFallback: 'message',
  id: configuredId,
  isIdOptional: true,
})
