import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { tenantRoute } from '../../app/tenant-route.tsx'
import { pickSearch } from '../../data/search-params.ts'

/** `tab` is `settings` or `verify`; without it, the overview. `job` is a recovery whose progress is shown. */
const ENDPOINT_PAGE_SEARCH = ['tab', 'period', 'job'] as const

/** `/t/{tenant}/endpoints/{id}` */
export const endpointRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'endpoints/$id',
  validateSearch: (search: Record<string, unknown>) => pickSearch(ENDPOINT_PAGE_SEARCH, search),
  component: lazyRouteComponent(() => import('./page.tsx'), 'EndpointPage'),
})
