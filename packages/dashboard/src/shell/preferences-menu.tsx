import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { LogOut } from 'lucide-react'
import type { ReactElement } from 'react'
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '../components/overlays/menu.tsx'
import { useToasts } from '../components/overlays/toasts.tsx'
import {
  setPreferences,
  type Theme,
  type TimeZoneChoice,
  usePreferences,
} from '../preferences/preferences.ts'
import { signOut } from '../session/session.ts'

const THEMES: { value: Theme; text: string }[] = [
  { value: 'system', text: 'As the system' },
  { value: 'light', text: 'Light' },
  { value: 'dark', text: 'Dark' },
]
const ZONES: { value: TimeZoneChoice; text: string }[] = [
  { value: 'local', text: 'Local time' },
  { value: 'utc', text: 'UTC' },
]

/** The menu of preferences of this browser, and signing out. It is open at first: it is loaded when it is wanted. */
export default function PreferencesMenu({
  trigger,
  canSignOut,
}: {
  trigger: ReactElement<Record<string, unknown>>
  canSignOut: boolean
}) {
  const { theme, timeZone } = usePreferences()
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
  return (
    <Menu trigger={trigger} side="top" isOpenAtFirst>
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
