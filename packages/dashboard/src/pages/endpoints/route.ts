import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { tenantRoute } from '../../app/tenant-route.tsx'
import { pickSearch } from '../../data/search-params.ts'
import { ENDPOINT_SEARCH } from './search.ts'

/** `/t/{tenant}/endpoints`: the list, with every filter in the URL. */
export const endpointsRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'endpoints',
  validateSearch: (search: Record<string, unknown>) => pickSearch(ENDPOINT_SEARCH, search),
  component: lazyRouteComponent(() => import('./page.tsx'), 'EndpointsPage'),
})
