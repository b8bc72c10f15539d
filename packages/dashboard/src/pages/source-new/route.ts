import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { tenantRoute } from '../../app/tenant-route.tsx'
import { pickSearch } from '../../data/search-params.ts'

/** `provider`: the chosen one; without it, the page shows the catalogue. `find`: what its list is filtered by. */
const SOURCE_NEW_SEARCH = ['provider', 'find'] as const

/** `/t/{tenant}/sources/new` */
export const sourceNewRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'sources/new',
  validateSearch: (search: Record<string, unknown>) => pickSearch(SOURCE_NEW_SEARCH, search),
  component: lazyRouteComponent(() => import('./page.tsx'), 'SourceNewPage'),
})
