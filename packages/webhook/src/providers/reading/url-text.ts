/** The URL that a text is; undefined if it is none. `URL.parse` is missing in Node.js 20, where the command line runs, too. */
export function urlIn(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}
