import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { tenantRoute } from '../../app/tenant-route.tsx'
import { pickSearch } from '../../data/search-params.ts'

/** The fields of the form, and the job whose hits are shown. */
const EVENT_SEARCH_PAGE = ['filter', 'types', 'period', 'from', 'to', 'job'] as const

/** `/t/{tenant}/events/search` */
export const eventSearchRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'events/search',
  validateSearch: (search: Record<string, unknown>) => pickSearch(EVENT_SEARCH_PAGE, search),
  component: lazyRouteComponent(() => import('./page.tsx'), 'EventSearchPage'),
})
