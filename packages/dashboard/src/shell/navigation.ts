import { Inbox, LayoutDashboard, type LucideIcon, Send } from 'lucide-react'
import { mayManage, type Session } from '../session/session.ts'

/** Paths of pages that the navigation shows. */
export type NavigationPath = '/t/$tenant' | '/t/$tenant/deliveries' | '/t/$tenant/sources'

export interface NavigationItem {
  to: NavigationPath
  label: string
  icon: LucideIcon
  /** Shown only to those who may change things: the API refuses its lists to others. */
  isForManagers?: true
}

/** The navigation of a tenant's pages, in its order. */
const NAVIGATION: readonly NavigationItem[] = [
  { to: '/t/$tenant', label: 'Overview', icon: LayoutDashboard },
  { to: '/t/$tenant/deliveries', label: 'Deliveries', icon: Send },
  { to: '/t/$tenant/sources', label: 'Sources', icon: Inbox, isForManagers: true },
]

/** The part of it that a session may see. */
export function navigationOf(session: Session): readonly NavigationItem[] {
  return NAVIGATION.filter(({ isForManagers }) => isForManagers === undefined || mayManage(session))
}
