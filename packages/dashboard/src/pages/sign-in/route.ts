import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root-route.tsx'
import { pickSearch } from '../../data/search-params.ts'

/** `next`: the page to go to afterwards. */
const SIGN_IN_SEARCH = ['next'] as const

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>) => pickSearch(SIGN_IN_SEARCH, search),
  component: lazyRouteComponent(() => import('./page.tsx'), 'SignInPage'),
})
