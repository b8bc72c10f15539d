import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { LogOut, Settings2 } from 'lucide-react'
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '../components/overlays/menu.tsx'
import { useToasts } from '../components/overlays/toasts.tsx'
import {
  setPreferences,
  type Theme,
  type TimeZoneChoice,
  usePreferences,
} from '../preferences/preferences.ts'
import { signOut } from '../session/session.ts'
import { useSession } from '../session/session-gate.tsx'

const THEMES: { value: Theme; text: string }[] = [
  { value: 'system', text: 'As the system' },
  { value: 'light', text: 'Light' },
  { value: 'dark', text: 'Dark' },
]
const ZONES: { value: TimeZoneChoice; text: string }[] = [
  { value: 'local', text: 'Local time' },
  { value: 'utc', text: 'UTC' },
]
const ROLES = { admin: 'Operator', manage: 'Manage', publish: 'Publish', read: 'Read only' }

/** Preferences of this browser, and signing out. */
export function AccountMenu({ canSignOut }: { canSignOut: boolean }) {
  const { theme, timeZone } = usePreferences()
  const { role } = useSession()
  const router = useRouter()
  const queryClient = useQueryClient()
  const toasts = useToasts()
  const { mutate } = useMutation({
    mutationFn: signOut,
    onSuccess: () => {
      queryClient.clear()
      void router.navigate({ to: '/sign-in' })
    },
    onError: toasts.failed,
  })
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
    <Menu trigger={trigger} side="top">
      <MenuChoice
        label="Theme"
        value={theme}
        options={THEMES}
        onChange={(value) => setPreferences({ theme: value })}
      />
      <MenuSeparator />
      <MenuChoice
        label="Times"
        value={timeZone}
        options={ZONES}
        onChange={(value) => setPreferences({ timeZone: value })}
      />
      {canSignOut && (
        <>
          <MenuSeparator />
          <MenuItem icon={<LogOut size={14} aria-hidden />} onSelect={() => mutate()}>
            Sign out
          </MenuItem>
        </>
      )}
    </Menu>
  )
}
