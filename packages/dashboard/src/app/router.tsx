import type { QueryClient } from '@tanstack/react-query'
import { createRouter } from '@tanstack/react-router'
import { Loading } from '../components/states/loading.tsx'
import { parseSearch, stringifySearch } from '../data/search-params.ts'
import { deliveriesRoute } from '../pages/deliveries/route.ts'
import { deliveryRoute } from '../pages/delivery/route.ts'
import { endpointRoute } from '../pages/endpoint/route.ts'
import { newEndpointRoute } from '../pages/endpoint-new/route.ts'
import { endpointsRoute } from '../pages/endpoints/route.ts'
import { eventRoute } from '../pages/event/route.ts'
import { eventSearchRoute } from '../pages/event-search/route.ts'
import { createEventTypeRoute, eventTypeRoute } from '../pages/event-type/route.ts'
import { eventTypesRoute } from '../pages/event-types/route.ts'
import { eventsRoute } from '../pages/events/route.ts'
import { firstStepsRoute } from '../pages/first-steps/route.ts'
import { homeRoute } from '../pages/home/route.ts'
import { jobRoute } from '../pages/job/route.ts'
import { jobsRoute } from '../pages/jobs/route.ts'
import { operatorRoutes } from '../pages/operator/route.ts'
import { overviewRoute } from '../pages/overview/route.ts'
import { requestRoute } from '../pages/request/route.ts'
import { settingsRoutes } from '../pages/settings/route.ts'
import { signInRoute } from '../pages/sign-in/route.ts'
import { sourceRoute } from '../pages/source/route.ts'
import { sourceEditRoute } from '../pages/source-edit/route.ts'
import { sourceNewRoute } from '../pages/source-new/route.ts'
import { sourceVerifyRoute } from '../pages/source-verify/route.ts'
import { sourcesRoute } from '../pages/sources/route.ts'
import { basePath } from '../session/portal.ts'
import { rootRoute } from './root-route.tsx'
import { tenantRoute } from './tenant-route.tsx'

/** Every page. Those of a tenant are below `tenantRoute`. */
const pages = rootRoute.addChildren([
  homeRoute,
  signInRoute,
  ...operatorRoutes,
  tenantRoute.addChildren([
    overviewRoute,
    eventsRoute,
    eventRoute,
    eventSearchRoute,
    deliveriesRoute,
    deliveryRoute,
    endpointsRoute,
    newEndpointRoute,
    endpointRoute,
    eventTypesRoute,
    eventTypeRoute,
    createEventTypeRoute,
    firstStepsRoute,
    settingsRoutes,
    sourcesRoute,
    sourceNewRoute,
    sourceRoute,
    sourceEditRoute,
    sourceVerifyRoute,
    requestRoute,
    jobsRoute,
    jobRoute,
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
