import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { tenantRoute } from '../../app/tenant-route.tsx'

/** `/t/{tenant}/jobs/{id}` */
export const jobRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'jobs/$id',
  component: lazyRouteComponent(() => import('./page.tsx'), 'JobPage'),
})
