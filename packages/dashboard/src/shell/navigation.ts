import { Layers, LayoutDashboard, type LucideIcon, Radio, Send } from 'lucide-react'
import { mayManage, type Session } from '../session/session.ts'

/** Paths of pages that the navigation shows. */
export type NavigationPath = '/t/$tenant' | '/t/$tenant/events' | '/t/$tenant/deliveries' | '/t/$tenant/jobs'

export interface NavigationItem {
  to: NavigationPath
  label: string
  icon: LucideIcon
  /** Only for those who may manage: the API refuses it to others. */
  isForManagers?: boolean
}

/** The navigation of a tenant's pages, in its order. */
const NAVIGATION: readonly NavigationItem[] = [
  { to: '/t/$tenant', label: 'Overview', icon: LayoutDashboard },
  { to: '/t/$tenant/events', label: 'Events', icon: Radio },
  { to: '/t/$tenant/deliveries', label: 'Deliveries', icon: Send },
  { to: '/t/$tenant/jobs', label: 'Jobs', icon: Layers, isForManagers: true },
]

/** The navigation that a session may use. */
export function navigationOf(session: Session): NavigationItem[] {
  return NAVIGATION.filter(({ isForManagers = false }) => !isForManagers || mayManage(session))
}
