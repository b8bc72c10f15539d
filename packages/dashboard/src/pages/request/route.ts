import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { tenantRoute } from '../../app/tenant-route.tsx'

/** `/t/{tenant}/requests/{id}`: one request that reached a source. */
export const requestRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'requests/$id',
  component: lazyRouteComponent(() => import('./page.tsx'), 'RequestPage'),
})
