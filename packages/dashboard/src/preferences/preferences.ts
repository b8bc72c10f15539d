import { useSyncExternalStore } from 'react'
import { isPortal } from '../session/portal.ts'

export type Theme = 'system' | 'light' | 'dark'
export type TimeZoneChoice = 'local' | 'utc'

export interface Preferences {
  theme: Theme
  timeZone: TimeZoneChoice
}

const STORAGE_KEY = 'posthorn:preferences'
const DEFAULT: Preferences = { theme: 'system', timeZone: 'local' }
const listeners = new Set<() => void>()
let current: Preferences = read()

/** What this browser prefers; every component that shows it follows a change. */
export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, () => current)
}

/** The same, outside of components. */
export function currentPreferences(): Preferences {
  return current
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change }
  if (!isPortal()) localStorage.setItem(STORAGE_KEY, JSON.stringify(current))
  for (const notify of listeners) notify()
}

function subscribe(notify: () => void): () => void {
  listeners.add(notify)
  return () => listeners.delete(notify)
}

/** In a portal, storage may be blocked: it starts with the defaults. */
function read(): Preferences {
  if (isPortal()) return DEFAULT
  try {
    const { theme, timeZone } = { ...DEFAULT, ...JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}') }
    return {
      theme: theme === 'light' || theme === 'dark' ? theme : 'system',
      timeZone: timeZone === 'utc' ? 'utc' : 'local',
    }
  } catch {
    return DEFAULT
  }
}
