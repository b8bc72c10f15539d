import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { tenantRoute } from '../../app/tenant-route.tsx'

/** `/t/{tenant}/endpoints/new` */
export const newEndpointRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'endpoints/new',
  component: lazyRouteComponent(() => import('./page.tsx'), 'NewEndpointPage'),
})
