import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { tenantRoute } from '../../app/tenant-route.tsx'

/** `/t/{tenant}/first-steps`: from nothing to a delivered event. */
export const firstStepsRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'first-steps',
  component: lazyRouteComponent(() => import('./page.tsx'), 'FirstStepsPage'),
})
