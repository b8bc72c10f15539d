import { LayoutDashboard, type LucideIcon, Send, Webhook } from 'lucide-react'

/** Paths of pages that the navigation shows. */
export type NavigationPath = '/t/$tenant' | '/t/$tenant/deliveries' | '/t/$tenant/endpoints'

export interface NavigationItem {
  to: NavigationPath
  label: string
  icon: LucideIcon
}

/** The navigation of a tenant's pages, in its order. */
export const NAVIGATION: readonly NavigationItem[] = [
  { to: '/t/$tenant', label: 'Overview', icon: LayoutDashboard },
  { to: '/t/$tenant/deliveries', label: 'Deliveries', icon: Send },
  { to: '/t/$tenant/endpoints', label: 'Endpoints', icon: Webhook },
]
