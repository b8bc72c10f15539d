import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { tenantRoute } from '../../app/tenant-route.tsx'
import { pickSearch } from '../../data/search-params.ts'
import { AUDIT_SEARCH } from './audit/search.ts'

/** `/t/{tenant}/settings`: the parent of the settings of a tenant. */
const settingsRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'settings',
  component: lazyRouteComponent(() => import('./layout.tsx'), 'SettingsLayout'),
})

const generalRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./general/page.tsx'), 'GeneralPage'),
})

const keysRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'keys',
  component: lazyRouteComponent(() => import('./keys/page.tsx'), 'KeysPage'),
})

const portalLinksRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'portal-links',
  component: lazyRouteComponent(() => import('./portal-links/page.tsx'), 'PortalLinksPage'),
})

const auditRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'audit',
  validateSearch: (search: Record<string, unknown>) => pickSearch(AUDIT_SEARCH, search),
  component: lazyRouteComponent(() => import('./audit/page.tsx'), 'TenantAuditPage'),
})

const sessionsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: 'sessions',
  component: lazyRouteComponent(() => import('./sessions/page.tsx'), 'SessionsPage'),
})

/** The settings of a tenant, each a page. */
export const settingsRoutes = settingsRoute.addChildren([
  generalRoute,
  keysRoute,
  portalLinksRoute,
  auditRoute,
  sessionsRoute,
])
