import { Clock } from 'lucide-react'
import { useEffect } from 'react'
import { MessageState } from '../components/states/message-state.tsx'
import { openedPortal } from './open-portal.ts'
import { portalLinkId } from './portal.ts'
import { tellHost } from './portal-host.ts'
import { isTopLevel, keptRefreshUrl } from './refresh-url.ts'

/** In a portal whose link was used, revoked or has expired: all look alike. A page that frames it can send a new one; outside of a frame, its user gets one at `refreshUrl`. */
export function PortalEnded() {
  useEffect(() => {
    const refreshUrl = refreshUrlOf(portalLinkId())
    if (refreshUrl !== undefined) location.replace(refreshUrl)
    tellHost({ type: 'posthorn:need-session' })
  }, [])
  return (
    <MessageState icon={<Clock size={18} />} title="This link has ended">
      Links are valid for a short time and can be revoked. Open the page again from where you came.
    </MessageState>
  )
}

/** A reload has opened no portal: it has what the tab has kept. */
function refreshUrlOf(portalLink: string | undefined): string | undefined {
  if (!isTopLevel() || portalLink === undefined) return undefined
  return openedPortal()?.refreshUrl ?? keptRefreshUrl(portalLink)
}
