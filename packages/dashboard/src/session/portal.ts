/** The path of a portal: `/portal/plk_…`, then that of a page. */
const PORTAL = /^\/portal\/(plk_[0-9A-Za-z]+)/

/** The id of the portal link that this document was opened with; undefined in the dashboard of an operator. */
export function portalLinkId(): string | undefined {
  return portalLinkOf(globalThis.location?.pathname ?? '')
}

/** The id of the portal link in a path. */
export function portalLinkOf(path: string): string | undefined {
  return PORTAL.exec(path)?.[1]
}

export function isPortal(): boolean {
  return portalLinkId() !== undefined
}

/** What precedes the path of each page. */
export function basePath(): string {
  const id = portalLinkId()
  return id === undefined ? '/' : `/portal/${id}`
}
