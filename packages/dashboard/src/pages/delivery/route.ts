import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { tenantRoute } from '../../app/tenant-route.tsx'
import { pickSearch } from '../../data/search-params.ts'

/** `attempt`: the id of the attempt that is shown, or `cause`: of the newest with this status or error code. Otherwise the newest. */
const DELIVERY_PAGE_SEARCH = ['attempt', 'cause'] as const

/** `/t/{tenant}/deliveries/{id}` */
export const deliveryRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'deliveries/$id',
  validateSearch: (search: Record<string, unknown>) => pickSearch(DELIVERY_PAGE_SEARCH, search),
  component: lazyRouteComponent(() => import('./page.tsx'), 'DeliveryPage'),
})
