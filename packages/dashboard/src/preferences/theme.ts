import { useEffect, useSyncExternalStore } from 'react'
import { type Theme, usePreferences } from './preferences.ts'

const DARK = '(prefers-color-scheme: dark)'

/** The theme that is shown: the chosen one, or that of the system. */
export function useShownTheme(): 'light' | 'dark' {
  const { theme } = usePreferences()
  const systemIsDark = useSyncExternalStore(subscribe, () => matchMedia(DARK).matches)
  if (theme !== 'system') return theme
  return systemIsDark ? 'dark' : 'light'
}

/** Sets the theme of the document, before the browser paints it first. */
export function applyTheme(theme: Theme): void {
  const isDark = theme === 'dark' || (theme === 'system' && matchMedia(DARK).matches)
  document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light'
}

/** Keeps the theme of the document the shown one. */
export function useDocumentTheme(): void {
  const shown = useShownTheme()
  useEffect(() => applyTheme(shown), [shown])
}

function subscribe(notify: () => void): () => void {
  const query = matchMedia(DARK)
  query.addEventListener('change', notify)
  return () => query.removeEventListener('change', notify)
}
