import { Menu as MenuIcon, Search } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { IconButton } from '../components/actions/button.tsx'
import { Kbd } from '../components/actions/kbd.tsx'
import { useShortcut } from '../components/actions/use-shortcut.ts'
import { classes } from '../components/classes.ts'
import { LiveStatus } from './live-status.tsx'
import { Sidebar } from './sidebar.tsx'
import { usePaletteKey } from './use-palette-key.ts'
import { Wordmark } from './wordmark.tsx'

// Loaded when they are first opened.
const NavigationDrawer = lazy(() => import('./navigation-drawer.tsx'))
const Palette = lazy(() => import('./palette.tsx'))
const ShortcutSheet = lazy(() => import('./shortcut-sheet.tsx'))

const FIRST_FILTER = '#content [role="search"] :is(button, input)'

/**
 * What surrounds every page: navigation, search, and the sheet of shortcuts.
 * @param tenant undefined on the pages of the operator
 */
export function Shell({ tenant, children }: { tenant: string | undefined; children: ReactNode }) {
  const [isPaletteOpen, setPaletteOpen] = useState(false)
  const [isMenuOpen, setMenuOpen] = useState(false)
  const [isSheetOpen, setSheetOpen] = useState(false)
  // What it finds is of a tenant.
  const openPalette = tenant === undefined ? undefined : () => setPaletteOpen(true)
  usePaletteKey(openPalette)
  useShortcut('?', () => setSheetOpen(true))
  useShortcut('/', () => {
    const filter = document.querySelector<HTMLElement>(FIRST_FILTER)
    if (filter === null) openPalette?.()
    else filter.focus()
  })
  return (
    <div className="min-h-dvh lg:pl-60">
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-solid px-3 py-1.5 text-sm text-on-solid focus:translate-y-0"
      >
        Skip to the content
      </a>
      <aside className="fixed inset-y-0 left-0 hidden w-60 border-r border-line bg-canvas lg:block">
        <Sidebar tenant={tenant} />
      </aside>
      <header
        className={classes(
          'sticky top-0 z-20 flex h-13 items-center gap-2 border-b border-line bg-canvas/90 px-3 backdrop-blur sm:px-6',
          // Beside the sidebar it has what belongs to a tenant only.
          tenant === undefined && 'lg:hidden',
        )}
      >
        <IconButton label="Open the navigation" className="lg:hidden" onClick={() => setMenuOpen(true)}>
          <MenuIcon size={18} aria-hidden />
        </IconButton>
        <span className="lg:hidden">
          <Wordmark />
        </span>
        <span className="flex-1 lg:hidden" />
        {tenant !== undefined && (
          <button
            type="button"
            onClick={openPalette}
            className="flex h-8 items-center gap-2 rounded-md border border-line-strong bg-surface px-2.5 text-sm text-faint shadow-card hover:bg-hover lg:w-80"
          >
            <Search size={14} aria-hidden />
            <span className="flex-1 text-left max-lg:sr-only">Jump to any id…</span>
            <span className="max-lg:hidden">
              <Kbd>Ctrl K</Kbd>
            </span>
          </button>
        )}
        {tenant !== undefined && (
          <span className="ml-auto">
            <LiveStatus />
          </span>
        )}
      </header>
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto max-w-[84rem] px-3 py-5 outline-none sm:px-6 sm:py-6"
      >
        {children}
      </main>
      {isMenuOpen && (
        <Suspense>
          <NavigationDrawer tenant={tenant} onClose={() => setMenuOpen(false)} />
        </Suspense>
      )}
      {tenant !== undefined && isPaletteOpen && (
        <Suspense>
          <Palette tenant={tenant} onClose={() => setPaletteOpen(false)} />
        </Suspense>
      )}
      {isSheetOpen && (
        <Suspense>
          <ShortcutSheet onClose={() => setSheetOpen(false)} />
        </Suspense>
      )}
    </div>
  )
}
