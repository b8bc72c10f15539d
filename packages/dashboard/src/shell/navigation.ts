import {
  Building2,
  FileJson2,
  HeartPulse,
  LayoutDashboard,
  type LucideIcon,
  MonitorSmartphone,
  ScrollText,
  Send,
  Settings,
} from 'lucide-react'

/** Paths of pages that the navigation shows. */
export type NavigationPath =
  | '/t/$tenant'
  | '/t/$tenant/deliveries'
  | '/t/$tenant/event-types'
  | '/t/$tenant/settings'

export interface NavigationItem {
  to: NavigationPath
  label: string
  icon: LucideIcon
}

/** The navigation of a tenant's pages, in its order. */
export const NAVIGATION: readonly NavigationItem[] = [
  { to: '/t/$tenant', label: 'Overview', icon: LayoutDashboard },
  { to: '/t/$tenant/deliveries', label: 'Deliveries', icon: Send },
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
