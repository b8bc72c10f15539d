import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { tenantRoute } from '../../app/tenant-route.tsx'
import { pickSearch } from '../../data/search-params.ts'

/** `period`: of every figure of the page. */
const OVERVIEW_SEARCH = ['period'] as const

/** `/t/{tenant}`: what happens, and what fails. */
export const overviewRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/',
  validateSearch: (search: Record<string, unknown>) => pickSearch(OVERVIEW_SEARCH, search),
  component: lazyRouteComponent(() => import('./page.tsx'), 'OverviewPage'),
})
