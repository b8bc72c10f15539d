import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { tenantRoute } from '../../app/tenant-route.tsx'

/** `/t/{tenant}/jobs` */
export const jobsRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'jobs',
  component: lazyRouteComponent(() => import('./page.tsx'), 'JobsPage'),
})
