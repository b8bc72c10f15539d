import { z } from 'zod'
import { KeyId, PortalLinkId, SessionId, TenantId } from '../ids.ts'
import { KeyRole } from '../key.ts'
import { boundedText, Timestamp } from '../text.ts'

/** Longer keys do not fit into the headers of a request. */
const KEY_LENGTH_MAX = 4096

/** Body of `POST /v1/sessions`. */
export const NewSession = z
  .strictObject({
    key: boundedText(KEY_LENGTH_MAX)
      .min(1)
      .describe('The admin key, or a key of a tenant')
      .meta({ example: 'phk_pTf8y1Vd0bqkS3X4uJrY6hZc2nWm9aEgLoIeRtNvQxM' }),
  })
  .meta({ id: 'SessionCreate' })
export type NewSession = z.infer<typeof NewSession>

/** `admin`: everything; the others as of keys. */
export const SessionRole = z.enum(['admin', ...KeyRole.options]).meta({ id: 'SessionRole' })

/** A browser that has signed in. */
export const Session = z
  .strictObject({
    id: SessionId,
    role: SessionRole,
    tenantId: TenantId.nullable().describe('The only tenant that it sees; null with the admin key'),
    keyId: KeyId.nullable().describe('The key that signed in; null for the admin key and portal links'),
    portalLinkId: PortalLinkId.nullable().describe('The portal link that was opened; otherwise null'),
    userAgent: z.string().describe('`User-Agent` of the request that signed in, at most 256 characters'),
    createdAt: Timestamp,
    lastUsedAt: Timestamp.describe('To the minute'),
    endsAt: Timestamp.describe('When it ends if it is not used again'),
    expiresAt: Timestamp.describe('When it ends at the latest'),
  })
  .meta({ id: 'Session' })
export type Session = z.infer<typeof Session>

/** Names a session in a path: its id, or `current` for the session of the request. */
export const SessionName = z
  .string()
  .regex(/^(?:current|ses_[0-9A-Za-z]{1,64})$/, 'expected "current" or an id that begins with "ses_"')
  .describe('Its id, or `current` for the session of the request')
  .meta({ example: 'current' })
