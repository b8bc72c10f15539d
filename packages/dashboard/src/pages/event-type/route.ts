import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { tenantRoute } from '../../app/tenant-route.tsx'

/** `/t/{tenant}/event-types/{name}`: one type, with its schema; the operator edits it here. */
export const eventTypeRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'event-types/$name',
  component: lazyRouteComponent(() => import('./page.tsx'), 'EventTypePage'),
})

/** `/t/{tenant}/create-event-type`: not below the list, where it would be the page of a type of that name. */
export const createEventTypeRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: 'create-event-type',
  component: lazyRouteComponent(() => import('./page.tsx'), 'CreateEventTypePage'),
})
