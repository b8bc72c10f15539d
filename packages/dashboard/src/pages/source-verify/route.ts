import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { tenantRoute } from '../../app/tenant-route.tsx'
import { pickSearch } from '../../data/search-params.ts'

/** `request`: the id of a recorded request that fills the form. */
const SOURCE_VERIFY_SEARCH = ['request'] as const

/** `/t/{tenant}/sources/{id}/verify`: would a request be accepted, and why not. */
export const sourceVerifyRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'sources/$id/verify',
  validateSearch: (search: Record<string, unknown>) => pickSearch(SOURCE_VERIFY_SEARCH, search),
  component: lazyRouteComponent(() => import('./page.tsx'), 'SourceVerifyPage'),
})
