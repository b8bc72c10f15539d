import { z } from 'zod'
import { KeyId, PortalLinkId } from '../ids.ts'
import { boundedText, Timestamp } from '../text.ts'
import { Origins } from './origin.ts'
import { NewPortalTheme, PortalTheme } from './portal-theme.ts'

const DAY_SECONDS = 86_400
const URL_LENGTH_MAX = 2048

/** `manage`: everything in the tenant but keys and portal links; `read`: read only. */
const PortalRole = z.enum(['manage', 'read']).meta({ id: 'PortalRole' })

const ActorId = z
  .string()
  .regex(/^[\x21-\x7e]{1,128}$/, 'expected 1 to 128 visible ASCII characters')
  .describe('In the audit log, the actor is `portal:`, the id of the link, `/` and this id')
  .meta({ example: 'user-1001' })

const NewPortalActor = z
  .strictObject({
    id: ActorId,
    name: boundedText(200).nullable().default(null).meta({ example: 'Ada Lovelace' }),
  })
  .meta({ id: 'PortalActorCreate' })

/** A user of the tenant, for the audit log. */
export const PortalActor = z
  .strictObject({ id: ActorId, name: z.string().nullable().meta({ example: 'Ada Lovelace' }) })
  .meta({ id: 'PortalActor' })

/** A path of the dashboard: no browser reads another host into it. */
const PortalPath = boundedText(1024)
  .regex(
    /^\/(?:[!"$-.0-[\]-~][!"$-[\]-~]*)?$/,
    'expected a path of the portal, such as /deliveries?status=failed',
  )
  .meta({ example: '/deliveries?status=failed' })

const RefreshUrl = z
  .string()
  .max(URL_LENGTH_MAX)
  .refine(isRefreshUrl, 'expected an https URL without user and password; http only on this machine')
  .meta({ example: 'https://app.example.com/webhooks' })

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

function isRefreshUrl(text: string): boolean {
  const url = URL.parse(text)
  if (url === null || url.username !== '' || url.password !== '') return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname))
}

const fields = {
  role: PortalRole,
  sessionTtlSeconds: z
    .int()
    .min(60)
    .max(DAY_SECONDS)
    .describe('How long a browser may use the portal after it has opened the link'),
  singleUse: z.boolean().describe('Whether only the first browser that opens the link gets a session'),
  allowedOrigins: z
    .array(z.string())
    .describe(
      'Origins of pages that may frame the portal; without any, the `portalOrigins` of the tenant, else `PORTAL_FRAME_ANCESTORS`',
    ),
  theme: PortalTheme,
  next: z.string().nullable().describe('The path that the portal opens first'),
  refreshUrl: z
    .string()
    .nullable()
    .describe('Where the portal sends its user for a new link after the session, if it is not in a frame'),
  actor: PortalActor.nullable(),
}

/** Body of `POST …/portal-links`. */
export const NewPortalLink = z
  .strictObject({
    role: fields.role,
    linkTtlSeconds: z
      .int()
      .min(1)
      .max(7 * DAY_SECONDS)
      .default(600)
      .describe('How long the link may be opened'),
    sessionTtlSeconds: fields.sessionTtlSeconds.default(3600),
    singleUse: fields.singleUse.default(true),
    allowedOrigins: Origins.default([]).describe(fields.allowedOrigins.description ?? ''),
    theme: NewPortalTheme.prefault({}),
    next: PortalPath.nullable()
      .default(null)
      .describe(fields.next.description ?? ''),
    refreshUrl: RefreshUrl.nullable()
      .default(null)
      .describe(fields.refreshUrl.description ?? ''),
    actor: NewPortalActor.nullable().default(null),
  })
  .meta({
    id: 'PortalLinkCreate',
    example: { role: 'read', actor: { id: 'user-1001', name: 'Ada Lovelace' } },
  })
export type NewPortalLink = z.infer<typeof NewPortalLink>

/** A link that opens the dashboard of one tenant. */
export const PortalLink = z
  .strictObject({
    id: PortalLinkId,
    ...fields,
    keyId: KeyId.nullable().describe('The key that created it; null for the admin key'),
    createdAt: Timestamp,
    expiresAt: Timestamp.describe('Until when it may be opened'),
    usedAt: Timestamp.nullable().describe('When it was last opened'),
  })
  .meta({ id: 'PortalLink' })
export type PortalLink = z.infer<typeof PortalLink>

/** The only reply that contains the URL, with the secret of the link. */
export const CreatedPortalLink = PortalLink.extend({
  url: z
    .string()
    .describe('Give it to the user: the secret is in the fragment, which no server and no log gets')
    .meta({ example: 'https://hooks.example.com/portal/plk_01h455vb4pex5vsknk084sn02q#t=pls_…' }),
}).meta({ id: 'CreatedPortalLink', extends: 'PortalLink' })
export type CreatedPortalLink = z.infer<typeof CreatedPortalLink>
