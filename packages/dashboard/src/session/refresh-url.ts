const KEY_PREFIX = 'posthorn:refresh-url:'

/**
 * Keeps where the user of a portal gets a new link, and nothing that opens one: the secret has left the address, so a
 * reload cannot ask the API again. Not within a frame, whose page sends a new link.
 */
export function keepRefreshUrl(portalLink: string, refreshUrl: string | null): void {
  if (!isTopLevel() || refreshUrl === null) return
  try {
    sessionStorage.setItem(`${KEY_PREFIX}${portalLink}`, refreshUrl)
  } catch {
    // Storage is blocked or full: a reload says that the link has ended.
  }
}

/** What this tab has kept of a portal link. */
export function keptRefreshUrl(portalLink: string): string | undefined {
  try {
    return sessionStorage.getItem(`${KEY_PREFIX}${portalLink}`) ?? undefined
  } catch {
    return undefined
  }
}

/** Whether no page frames this document. */
export function isTopLevel(): boolean {
  return window.self === window.top
}
