import { createRoute, Outlet } from '@tanstack/react-router'
import { useLiveUpdates } from '../data/live/use-live-updates.ts'
import { SessionGate } from '../session/session-gate.tsx'
import { Shell } from '../shell/shell.tsx'
import { rootRoute } from './root-route.tsx'

/** The parent of the pages of a tenant. */
export const tenantRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/t/$tenant',
  component: TenantPages,
})

/** The tenant that the page is about. */
export function useTenant(): string {
  return tenantRoute.useParams().tenant
}

function TenantPages() {
  const { tenant } = tenantRoute.useParams()
  return (
    <SessionGate>
      <LiveUpdates tenant={tenant} />
      <Shell tenant={tenant}>
        <Outlet />
      </Shell>
    </SessionGate>
  )
}

/** Within the gate: only who is signed in has live updates. */
function LiveUpdates({ tenant }: { tenant: string }) {
  useLiveUpdates(tenant)
  return null
}
