import type { PortalLinkCreate } from '../../../data/managing/portal-links.ts'

type Theme = NonNullable<PortalLinkCreate['theme']>

/** A portal link as a form has it: empty texts stand for what is not set. */
export interface LinkDraft {
  role: PortalLinkCreate['role']
  linkTtlSeconds: string
  sessionTtlSeconds: string
  singleUse: boolean
  /** One on each line. */
  allowedOrigins: string
  next: string
  refreshUrl: string
  actorId: string
  actorName: string
  mode: '' | NonNullable<Theme['mode']>
  primary: string
  radius: string
  font: '' | NonNullable<Theme['font']>
  /** A `data:` URL. */
  logo: string
}

export const NEW_LINK: LinkDraft = {
  role: 'read',
  linkTtlSeconds: '600',
  sessionTtlSeconds: '3600',
  singleUse: true,
  allowedOrigins: '',
  next: '',
  refreshUrl: '',
  actorId: '',
  actorName: '',
  mode: '',
  primary: '',
  radius: '',
  font: '',
  logo: '',
}

const orNull = <Text extends string>(text: Text): Exclude<Text, ''> | null =>
  text === '' ? null : (text as Exclude<Text, ''>)

/** The request for a link. */
export function toPortalLink(draft: LinkDraft): PortalLinkCreate {
  const { actorId, actorName } = draft
  return {
    role: draft.role,
    linkTtlSeconds: Number(draft.linkTtlSeconds),
    sessionTtlSeconds: Number(draft.sessionTtlSeconds),
    singleUse: draft.singleUse,
    allowedOrigins: draft.allowedOrigins.split(/\s+/).filter((origin) => origin !== ''),
    next: orNull(draft.next.trim()),
    refreshUrl: orNull(draft.refreshUrl.trim()),
    actor: actorId === '' && actorName === '' ? null : { id: actorId, name: orNull(actorName) },
    theme: {
      mode: orNull(draft.mode),
      primary: orNull(draft.primary),
      radius: draft.radius === '' ? null : Number(draft.radius),
      font: orNull(draft.font),
      logo: orNull(draft.logo),
    },
  }
}
