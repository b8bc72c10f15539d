import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root-route.tsx'
import { pickSearch } from '../../data/search-params.ts'
import { AUDIT_SEARCH } from '../settings/audit/search.ts'

/** `/operator`: all tenants. */
const tenantsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/operator',
  component: lazyRouteComponent(() => import('./page.tsx'), 'OperatorPage'),
})

/** `/operator/health`: the parts that serve the tenants, and what waits. */
const healthRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/operator/health',
  component: lazyRouteComponent(() => import('./health/page.tsx'), 'HealthPage'),
})

/** `/operator/audit`: the audit log of all tenants. */
const auditRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/operator/audit',
  validateSearch: (search: Record<string, unknown>) => pickSearch(AUDIT_SEARCH, search),
  component: lazyRouteComponent(() => import('./audit/page.tsx'), 'OperatorAuditPage'),
})

/** `/operator/sessions`: every browser that is signed in. */
const sessionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/operator/sessions',
  component: lazyRouteComponent(() => import('./sessions/page.tsx'), 'OperatorSessionsPage'),
})

/** The pages of the operator, about all tenants. */
export const operatorRoutes = [tenantsRoute, healthRoute, auditRoute, sessionsRoute] as const
