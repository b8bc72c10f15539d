import {
  Building2,
  FileJson2,
  HeartPulse,
  Inbox,
  Layers,
  LayoutDashboard,
  type LucideIcon,
  MonitorSmartphone,
  Radio,
  ScrollText,
  Send,
  Settings,
  Webhook,
} from 'lucide-react'
import { mayManage, type Session } from '../session/session.ts'

/** Paths of pages that the navigation shows. */
export type NavigationPath =
  | '/t/$tenant'
  | '/t/$tenant/events'
  | '/t/$tenant/deliveries'
  | '/t/$tenant/endpoints'
  | '/t/$tenant/sources'
  | '/t/$tenant/jobs'
  | '/t/$tenant/event-types'
  | '/t/$tenant/settings'

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
  { to: '/t/$tenant/events', label: 'Events', icon: Radio },
  { to: '/t/$tenant/deliveries', label: 'Deliveries', icon: Send },
  { to: '/t/$tenant/endpoints', label: 'Endpoints', icon: Webhook },
  { to: '/t/$tenant/sources', label: 'Sources', icon: Inbox, isForManagers: true },
  { to: '/t/$tenant/jobs', label: 'Jobs', icon: Layers, isForManagers: true },
  { to: '/t/$tenant/event-types', label: 'Event types', icon: FileJson2 },
  { to: '/t/$tenant/settings', label: 'Settings', icon: Settings },
]

/** The navigation of the operator's pages, which are about all tenants. */
export const OPERATOR_NAVIGATION = [
  { to: '/operator', label: 'Tenants', icon: Building2 },
  { to: '/operator/health', label: 'Health', icon: HeartPulse },
  { to: '/operator/audit', label: 'Audit log', icon: ScrollText },
  { to: '/operator/sessions', label: 'Sessions', icon: MonitorSmartphone },
] as const

/** The part of a tenant's navigation that a session may see. */
export function navigationOf(session: Session): readonly NavigationItem[] {
  return NAVIGATION.filter(({ isForManagers }) => isForManagers === undefined || mayManage(session))
}
