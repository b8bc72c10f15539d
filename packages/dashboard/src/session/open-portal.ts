import type { components } from '@posthorn/contracts/client-types'
import { api, dataOf } from '../data/client.ts'
import { setPreferences } from '../preferences/preferences.ts'
import { setPortalToken } from './portal-token.ts'

type PortalSession = components['schemas']['PortalSession']

/** What follows `#t=` in the URL of a link. */
const SECRET = /^#t=(.+)$/

let secret: string | undefined
let opened: PortalSession | undefined

/** Takes the secret of the link out of the address, before anything else can read it there. */
export function takePortalSecret(): void {
  secret = SECRET.exec(location.hash)?.[1]
  history.replaceState(history.state, '', `${location.pathname}${location.search}`)
}

/**
 * Exchanges the secret of the link for a token, once.
 * @throws RequestProblem when the link was used, revoked or has expired
 */
export async function openPortal(portalLink: string): Promise<void> {
  if (opened !== undefined || secret === undefined) return
  opened = await dataOf(api.POST('/v1/portal-sessions', { body: { portalLink, secret } }))
  secret = undefined
  setPortalToken(opened.token)
  if (opened.theme.mode != null) setPreferences({ theme: opened.theme.mode })
  addTheme(portalLink)
}

/** The portal that this document has opened. */
export function openedPortal(): PortalSession | undefined {
  return opened
}

/** The theme is a style sheet of the link: the policy of the document allows no inline styles. */
function addTheme(portalLink: string): void {
  const link = document.createElement('link')
  link.rel = 'stylesheet'
  link.href = `/portal/${portalLink}/theme.css`
  document.head.append(link)
}
