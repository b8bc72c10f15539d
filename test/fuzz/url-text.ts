const URL_LENGTH_MAX = 4000

/** Any text as part of a path, even lone surrogates, which encodeURIComponent refuses. */
export function percentEncoded(text: string): string {
  const encoded = Array.from(text, (character) =>
    character.isWellFormed() ? encodeURIComponent(character) : SURROGATE,
  ).join('')
  // HTTP itself refuses more, with a problem about headers.
  return encoded.slice(0, URL_LENGTH_MAX).replace(/%.?$/, '')
}

/** The bytes that UTF-8 would have for a surrogate. */
const SURROGATE = '%ED%A0%80'

export function queryString(pairs: readonly (readonly [name: string, value: string])[]): string {
  if (pairs.length === 0) return ''
  const text = pairs.map(([name, value]) => `${percentEncoded(name)}=${percentEncoded(value)}`).join('&')
  return `?${text.slice(0, URL_LENGTH_MAX)}`
}
