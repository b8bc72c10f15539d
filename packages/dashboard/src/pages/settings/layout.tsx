import { Link, Outlet } from '@tanstack/react-router'
import { useTenant } from '../../app/tenant-route.tsx'
import { isPortal } from '../../session/portal.ts'
import { mayManage } from '../../session/session.ts'
import { useSession } from '../../session/session-gate.tsx'
import { PageHeader } from '../../shell/page-header.tsx'

const GENERAL = { to: '/t/$tenant/settings', label: 'General' } as const
const OF_MANAGERS = [
  { to: '/t/$tenant/settings/keys', label: 'Keys' },
  { to: '/t/$tenant/settings/portal-links', label: 'Portal links' },
  { to: '/t/$tenant/settings/audit', label: 'Audit log' },
] as const
const SESSIONS = { to: '/t/$tenant/settings/sessions', label: 'Sessions' } as const

/** The tabs of the settings; only those that the session may read. */
export function SettingsLayout() {
  const tenant = useTenant()
  const session = useSession()
  const tabs = [GENERAL, ...(mayManage(session) ? OF_MANAGERS : []), ...(isPortal() ? [] : [SESSIONS])]
  return (
    <>
      <PageHeader title="Settings" />
      <nav aria-label="Settings" className="mb-5 border-b border-line">
        <ul className="-mb-px flex gap-1 overflow-x-auto">
          {tabs.map(({ to, label }) => (
            <li key={to}>
              <Link
                to={to}
                params={{ tenant }}
                activeOptions={{ exact: to === GENERAL.to, includeSearch: false }}
                activeProps={{ 'data-active': true }}
                className="block border-b-2 border-transparent px-3 pb-2.5 text-sm whitespace-nowrap text-muted hover:text-ink data-active:border-current data-active:font-medium data-active:text-ink"
              >
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Outlet />
    </>
  )
}
