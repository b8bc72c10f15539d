import type { components } from '@posthorn/contracts/client-types'
import { api, dataOf } from '../data/client.ts'
import { setPreferences } from '../preferences/preferences.ts'
import { portalLinkOf } from './portal.ts'
import { setPortalToken } from './portal-token.ts'
import { keepRefreshUrl } from './refresh-url.ts'

type PortalSession = components['schemas']['PortalSession']

/** What follows `#t=` in the URL of a link. */
const SECRET = /^#t=(.+)$/

/** A link for a single use can be opened again by the document whose reply was lost. */
const DOCUMENT_ID = randomId()

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
  await exchange(portalLink, secret, DOCUMENT_ID)
  secret = undefined
}

/**
 * Goes on with another link, which the page that frames this portal has sent.
 * @returns undefined for a URL that is no portal link of this API
 * @throws RequestProblem as `openPortal`
 */
export async function renewPortal(url: string): Promise<PortalSession | undefined> {
  const { origin, pathname, hash } = URL.parse(url) ?? {}
  const link = portalLinkOf(pathname ?? '')
  const [, given] = SECRET.exec(hash ?? '') ?? []
  if (origin !== location.origin || link === undefined || given === undefined) return undefined
  // Not that of the document: for a link with several uses, the reply would be repeated, with the token that has ended.
  return exchange(link, given, randomId())
}

function randomId(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-')
}

async function exchange(portalLink: string, given: string, key: string): Promise<PortalSession> {
  const header = { 'Idempotency-Key': key }
  const body = { portalLink, secret: given }
  opened = await dataOf(api.POST('/v1/portal-sessions', { params: { header }, body }))
  setPortalToken(opened.token)
  keepRefreshUrl(portalLink, opened.refreshUrl)
  if (opened.theme.mode != null) setPreferences({ theme: opened.theme.mode })
  setTheme(portalLink)
  return opened
}

/** The portal that this document has opened. */
export function openedPortal(): PortalSession | undefined {
  return opened
}

/** The theme is a style sheet of the link: the policy of the document allows no inline styles. */
function setTheme(portalLink: string): void {
  const link = document.querySelector<HTMLLinkElement>('#portal-theme') ?? document.createElement('link')
  link.id = 'portal-theme'
  link.rel = 'stylesheet'
  link.href = `/portal/${portalLink}/theme.css`
  document.head.append(link)
}
