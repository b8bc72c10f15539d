/**
 * Reads `Retry-After`: seconds, or a date.
 *
 * @returns undefined without the header, and for any other text.
 */
export function retryAfterSeconds(header: string | null, now: Date): number | undefined {
  const text = header?.trim() ?? ''
  if (/^\d{1,9}$/.test(text)) return Number(text)
  // Every form of a date begins with the name of a day. `Date.parse` alone would read other texts, too.
  const atMs = /^[A-Z][a-z]+,? /.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(atMs) ? undefined : Math.max(0, Math.ceil((atMs - now.getTime()) / 1000))
}
