import { Clock } from 'lucide-react'
import { MessageState } from '../components/states/message-state.tsx'

/** In a portal whose link was used, revoked or has expired: all look alike. */
export function PortalEnded() {
  return (
    <MessageState icon={<Clock size={18} />} title="This link has ended">
      Links are valid for a short time and can be revoked. Open the page again from where you came.
    </MessageState>
  )
}
