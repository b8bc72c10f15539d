import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { tenantRoute } from '../../app/tenant-route.tsx'
import { pickSearch } from '../../data/search-params.ts'

/** `attempt`: the id of the attempt that is shown; without it, the newest. */
const DELIVERY_PAGE_SEARCH = ['attempt'] as const

/** `/t/{tenant}/deliveries/{id}` */
export const deliveryRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'deliveries/$id',
  validateSearch: (search: Record<string, unknown>) => pickSearch(DELIVERY_PAGE_SEARCH, search),
  component: lazyRouteComponent(() => import('./page.tsx'), 'DeliveryPage'),
})
