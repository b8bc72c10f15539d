import { Clock } from 'lucide-react'
import { useEffect } from 'react'
import { MessageState } from '../components/states/message-state.tsx'
import { openedPortal } from './open-portal.ts'

/** In a portal whose link was used, revoked or has expired: all look alike. Outside of a frame, its user gets a new one. */
export function PortalEnded() {
  useEffect(() => {
    const refreshUrl = openedPortal()?.refreshUrl
    const isTopLevel = window.self === window.top
    if (isTopLevel && refreshUrl != null) location.replace(refreshUrl)
  }, [])
  return (
    <MessageState icon={<Clock size={18} />} title="This link has ended">
      Links are valid for a short time and can be revoked. Open the page again from where you came.
    </MessageState>
  )
}
