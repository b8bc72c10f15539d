import type { QueryClient } from '@tanstack/react-query'
import { createRouter } from '@tanstack/react-router'
import { Loading } from '../components/states/loading.tsx'
import { parseSearch, stringifySearch } from '../data/search-params.ts'
import { deliveriesRoute } from '../pages/deliveries/route.ts'
import { deliveryRoute } from '../pages/delivery/route.ts'
import { endpointRoute } from '../pages/endpoint/route.ts'
import { newEndpointRoute } from '../pages/endpoint-new/route.ts'
import { endpointsRoute } from '../pages/endpoints/route.ts'
import { homeRoute } from '../pages/home/route.ts'
import { operatorRoute } from '../pages/operator/route.ts'
import { overviewRoute } from '../pages/overview/route.ts'
import { signInRoute } from '../pages/sign-in/route.ts'
import { basePath } from '../session/portal.ts'
import { rootRoute } from './root-route.tsx'
import { tenantRoute } from './tenant-route.tsx'

/** Every page. Those of a tenant are below `tenantRoute`. */
const pages = rootRoute.addChildren([
  homeRoute,
  signInRoute,
  operatorRoute,
  tenantRoute.addChildren([
    overviewRoute,
    deliveriesRoute,
    deliveryRoute,
    endpointsRoute,
    newEndpointRoute,
    endpointRoute,
  ]),
])

export function createDashboardRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: pages,
    basepath: basePath(),
    context: { queryClient },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPendingComponent: Loading,
    scrollRestoration: true,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createDashboardRouter>
  }
}
