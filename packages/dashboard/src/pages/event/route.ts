import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { tenantRoute } from '../../app/tenant-route.tsx'

/** `/t/{tenant}/events/{id}` */
export const eventRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'events/$id',
  component: lazyRouteComponent(() => import('./page.tsx'), 'EventPage'),
})
