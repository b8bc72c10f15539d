/**
 * The page to go to after signing in: a path of this dashboard, never another site.
 * @param next untrusted input, from the URL
 */
export function pathWithin(next: string | undefined): string {
  if (next === undefined) return '/'
  const base = 'http://dashboard.invalid'
  const url = URL.parse(next, base)
  return url?.origin === base && next.startsWith('/') ? `${url.pathname}${url.search}` : '/'
}
