import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { tenantRoute } from '../../app/tenant-route.tsx'
import { pickSearch } from '../../data/search-params.ts'
import { DELIVERY_SEARCH } from './search.ts'

/** `/t/{tenant}/deliveries`: the list, with every filter in the URL. */
export const deliveriesRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'deliveries',
  validateSearch: (search: Record<string, unknown>) => pickSearch(DELIVERY_SEARCH, search),
  component: lazyRouteComponent(() => import('./page.tsx'), 'DeliveriesPage'),
})
