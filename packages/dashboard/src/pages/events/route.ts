import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { tenantRoute } from '../../app/tenant-route.tsx'
import { pickSearch } from '../../data/search-params.ts'
import { EVENT_SEARCH } from './search.ts'

/** `/t/{tenant}/events`: the list, with every filter in the URL. */
export const eventsRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'events',
  validateSearch: (search: Record<string, unknown>) => pickSearch(EVENT_SEARCH, search),
  component: lazyRouteComponent(() => import('./page.tsx'), 'EventsPage'),
})
