import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { tenantRoute } from '../../app/tenant-route.tsx'
import { pickSearch } from '../../data/search-params.ts'

/** `show`: `active` (when it is absent), `archived` or `all`. */
const EVENT_TYPES_SEARCH = ['show'] as const

/** `/t/{tenant}/event-types`: the catalogue, which all tenants share. */
export const eventTypesRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'event-types',
  validateSearch: (search: Record<string, unknown>) => pickSearch(EVENT_TYPES_SEARCH, search),
  component: lazyRouteComponent(() => import('./page.tsx'), 'EventTypesPage'),
})
