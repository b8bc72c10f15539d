const DARK = /:root\[data-theme="dark"\],\s*\.theme-scope\[data-theme="dark"\]/

/**
 * The colours of the dashboard for the site. VitePress marks the dark theme with the class `dark`; what is for Tailwind
 * is left out.
 * @param css `tokens.css` of the dashboard
 */
export function siteTokens(css: string): string {
  const [colours = ''] = css.split('@theme')
  if (!DARK.test(colours)) throw new Error('the tokens of the dashboard have no dark theme')
  return colours.replace(DARK, ':root.dark')
}
