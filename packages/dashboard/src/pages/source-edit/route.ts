import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { tenantRoute } from '../../app/tenant-route.tsx'

/** `/t/{tenant}/sources/{id}/edit` */
export const sourceEditRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'sources/$id/edit',
  component: lazyRouteComponent(() => import('./page.tsx'), 'SourceEditPage'),
})
