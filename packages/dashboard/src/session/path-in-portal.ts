const PAGE = /^(?:\/portal\/[^/]+)?\/t\/[^/?]+(\/[^?]*)?(\?.*)?$/

/**
 * The path of a page as `next` of a portal link has it.
 * @returns undefined for a page that is none of a tenant
 */
export function pathInPortal(href: string): string | undefined {
  const match = PAGE.exec(href)
  if (match === null) return undefined
  const [, path = '/', query = ''] = match
  return `${path}${query}`
}
