import { Link } from '@tanstack/react-router'
import { isPortal } from '../session/portal.ts'
import { useSession } from '../session/session-gate.tsx'
import { AccountMenu } from './account-menu.tsx'
import { navigationOf, OPERATOR_NAVIGATION } from './navigation.ts'
import { TenantSwitcher } from './tenant-switcher.tsx'
import { Wordmark } from './wordmark.tsx'

const ITEM =
  'flex h-8 items-center gap-2.5 rounded-md px-2 text-sm text-muted hover:bg-hover hover:text-ink data-active:bg-quiet-soft data-active:font-medium data-active:text-ink'

/** Navigation, tenant and preferences. */
export function Sidebar({ tenant, onNavigate }: { tenant: string | undefined; onNavigate?: () => void }) {
  const session = useSession()
  const isOperator = session.tenantId === null
  return (
    <div className="flex h-full flex-col gap-4 p-3">
      <div className="flex h-8 items-center px-2">
        <Link to="/" className="rounded">
          <Wordmark />
        </Link>
      </div>
      {isOperator && <TenantSwitcher tenant={tenant} />}
      <nav aria-label="Pages" className="flex-1">
        <ul className="space-y-0.5">
          {isOperator &&
            tenant === undefined &&
            OPERATOR_NAVIGATION.map(({ to, label, icon: Icon }) => (
              <li key={to}>
                <Link
                  to={to}
                  activeOptions={{ exact: to === '/operator', includeSearch: false }}
                  activeProps={ACTIVE}
                  className={ITEM}
                  {...clicked(onNavigate)}
                >
                  <Icon size={16} aria-hidden />
                  {label}
                </Link>
              </li>
            ))}
          {tenant !== undefined &&
            navigationOf(session).map(({ to, label, icon: Icon }) => (
              <li key={to}>
                <Link
                  to={to}
                  params={{ tenant }}
                  activeOptions={{ exact: to === '/t/$tenant', includeSearch: false }}
                  activeProps={ACTIVE}
                  className={ITEM}
                  {...clicked(onNavigate)}
                >
                  <Icon size={16} aria-hidden />
                  {label}
                </Link>
              </li>
            ))}
        </ul>
      </nav>
      <AccountMenu canSignOut={!isPortal()} />
    </div>
  )
}

const ACTIVE = { 'data-active': true }

function clicked(onNavigate: (() => void) | undefined) {
  return onNavigate === undefined ? {} : { onClick: onNavigate }
}
