import { themeColours, themeShapes } from '@posthorn/contracts/portal-theme'
import { buttonClasses } from '../../../components/actions/button.tsx'
import { Badge } from '../../../components/display/badge.tsx'
import { useShownTheme } from '../../../preferences/theme.ts'
import type { LinkDraft } from './link-draft.ts'

/** A part of a portal in the theme that is being chosen, with its colour corrected as the API does. */
export function ThemePreview({ draft }: { draft: LinkDraft }) {
  const shown = useShownTheme()
  const mode = draft.mode === 'light' || draft.mode === 'dark' ? draft.mode : shown
  const theme = {
    primary: draft.primary === '' ? null : draft.primary,
    radius: draft.radius === '' ? null : Number(draft.radius),
    font: draft.font === '' ? null : draft.font,
    logo: draft.logo === '' ? null : draft.logo,
  }
  const properties = { ...themeShapes(theme), ...themeColours(theme.primary, mode) }
  return (
    <figure className="min-w-0">
      <figcaption className="mb-3 text-sm font-semibold">Preview</figcaption>
      <div
        aria-hidden
        data-theme={mode}
        style={properties}
        className="theme-scope rounded-lg border border-line bg-canvas p-3 font-sans text-ink"
      >
        {theme.logo !== null && (
          <span className="mb-3 block h-6 w-40 bg-[image:var(--portal-logo)] bg-contain bg-left bg-no-repeat" />
        )}
        <div className="rounded-lg border border-line bg-surface p-3.5 shadow-card">
          <p className="font-semibold">Deliveries</p>
          <p className="mt-0.5 text-sm text-muted">api.example.com/hooks</p>
          <div className="my-3 flex items-center justify-between border-y border-line py-2.5">
            <span className="text-sm">order.completed</span>
            <Badge tone="bad" hasDot>
              Failed
            </Badge>
          </div>
          <div className="flex justify-end gap-2">
            <span className={buttonClasses('outline', 'small')}>Cancel</span>
            <span className={buttonClasses('solid', 'small')}>Retry now</span>
          </div>
        </div>
      </div>
    </figure>
  )
}
