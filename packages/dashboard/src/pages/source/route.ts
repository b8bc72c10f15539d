import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { tenantRoute } from '../../app/tenant-route.tsx'
import { pickSearch } from '../../data/search-params.ts'
import { REQUEST_SEARCH } from './search.ts'

/** `/t/{tenant}/sources/{id}`: a source and its requests. */
export const sourceRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'sources/$id',
  validateSearch: (search: Record<string, unknown>) => pickSearch(REQUEST_SEARCH, search),
  component: lazyRouteComponent(() => import('./page.tsx'), 'SourcePage'),
})
