import { Settings2 } from 'lucide-react'
import { lazy } from 'react'
import { LazyPopup } from '../components/overlays/lazy-popup.tsx'
import { usePreferences } from '../preferences/preferences.ts'
import { useSession } from '../session/session-gate.tsx'

const PreferencesMenu = lazy(() => import('./preferences-menu.tsx'))

const ROLES = { admin: 'Operator', manage: 'Manage', publish: 'Publish', read: 'Read only' }

/** Preferences of this browser, and signing out. */
export function AccountMenu({ canSignOut }: { canSignOut: boolean }) {
  const { timeZone } = usePreferences()
  const { role } = useSession()
  const trigger = (
    <button
      type="button"
      className="flex h-9 w-full items-center gap-2.5 rounded-md px-2 text-left text-sm text-muted hover:bg-hover hover:text-ink"
    >
      <Settings2 size={16} aria-hidden />
      <span className="flex-1 truncate">{ROLES[role]}</span>
      <span className="text-xs text-faint">{timeZone === 'utc' ? 'UTC' : 'Local time'}</span>
    </button>
  )
  return (
    <LazyPopup trigger={trigger} kind="menu">
      <PreferencesMenu trigger={trigger} canSignOut={canSignOut} />
    </LazyPopup>
  )
}
