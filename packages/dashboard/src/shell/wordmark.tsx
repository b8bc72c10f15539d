import { openedPortal } from '../session/open-portal.ts'

/** The horn and the name; in a portal with a logo, the logo. */
export function Wordmark() {
  if (openedPortal()?.theme.logo != null) {
    return (
      <span className="block h-6 w-40 bg-[image:var(--portal-logo)] bg-contain bg-left bg-no-repeat">
        <span className="sr-only">Start page</span>
      </span>
    )
  }
  return (
    <span className="inline-flex items-center gap-2 text-base font-semibold tracking-tight">
      <Horn />
      Posthorn
    </span>
  )
}

/** The horn alone. */
export function Horn() {
  return (
    <svg viewBox="0 0 26 20" width="24" height="19" aria-hidden className="text-horn">
      <g fill="none" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" strokeLinejoin="round">
        <circle cx="10" cy="12.2" r="5.2" />
        <path d="M1.500 7h13.200c2.900 0 5.300-1.600 8.300-4.500v13c-3-2.700-5.400-4.300-8.300-4.300" />
      </g>
    </svg>
  )
}
