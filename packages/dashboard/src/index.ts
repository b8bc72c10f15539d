import path from 'node:path'

/** What Vite builds: `index.html`, a template with `__NONCE__`, and `assets` with hashed names. */
export const DASHBOARD_DIRECTORY = path.join(import.meta.dirname, '../dist')

/** Paths of the pages, for the API service: each gets the same document, and the router in it chooses the page. */
export const DASHBOARD_PATHS = ['/', '/sign-in', '/operator', '/operator/*', '/t/*'] as const
