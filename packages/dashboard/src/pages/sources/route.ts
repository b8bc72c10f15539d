import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { tenantRoute } from '../../app/tenant-route.tsx'

/** `/t/{tenant}/sources` */
export const sourcesRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'sources',
  component: lazyRouteComponent(() => import('./page.tsx'), 'SourcesPage'),
})
