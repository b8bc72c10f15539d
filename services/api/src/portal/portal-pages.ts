import { createBatcher, TooManyWaitingError } from '@posthorn/batch'
import { PortalLinkId, UnavailableError } from '@posthorn/contracts'
import { type Database, type FramedPortalLink, findOpenPortalLinks } from '@posthorn/database'

/** Themes of up to 44 KiB each: more at once would block the event loop. */
const LINKS_PER_QUERY = 20
/** Lookups that wait while PostgreSQL is slow or hangs: untrusted callers can send any id. */
const WAITING_MAX = 2000

/** What the document of a portal needs before its page runs. */
export interface PortalPages {
  /**
   * The link, if it may be opened; undefined for one that is unknown, has expired or was revoked.
   * @param id from the path, in any form
   * @throws UnavailableError when PostgreSQL does not answer, or too many lookups wait for it
   */
  find(id: string): Promise<FramedPortalLink | undefined>
  /**
   * The origins that may frame the document of a link: its own, else those of its tenant, else the configured ones. None for a
   * link that may not be opened.
   * @throws UnavailableError as `find`
   */
  frameAncestorsOf(id: string): Promise<readonly string[]>
}

/**
 * @param options.adminTag of the configured admin key
 * @param options.frameAncestors origins that may frame the portals of links without origins of their own or of their tenant
 */
export function createPortalPages(
  database: Database,
  { adminTag, frameAncestors }: { adminTag: Uint8Array; frameAncestors: readonly string[] },
): PortalPages {
  const lookUp = createBatcher({
    work: (ids: readonly PortalLinkId[]) => findOpenPortalLinks(database, ids, adminTag),
    maxBatchSize: LINKS_PER_QUERY,
    concurrency: 1,
    waitingMax: WAITING_MAX,
    isUnavailable: (error) => error instanceof UnavailableError,
  })

  async function find(text: string): Promise<FramedPortalLink | undefined> {
    const id = PortalLinkId.safeParse(text)
    if (!id.success) return undefined
    return lookUp(id.data).catch((error: unknown) => {
      throw error instanceof TooManyWaitingError ? new UnavailableError('postgresql', error) : error
    })
  }

  return {
    find,
    async frameAncestorsOf(id) {
      const link = await find(id)
      return link === undefined ? [] : ancestorsOf(link.allowedOrigins, link.tenantOrigins, frameAncestors)
    },
  }
}

/** The origins that may frame a portal: those of its link, else of its tenant, else the configured ones. */
export function ancestorsOf(
  ofLink: readonly string[],
  ofTenant: readonly string[],
  configured: readonly string[],
): readonly string[] {
  return [ofLink, ofTenant].find((origins) => origins.length > 0) ?? configured
}
