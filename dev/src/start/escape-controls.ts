/** Control characters, line separators and bidirectional formatting characters. */
const HARMFUL = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu

/** Escapes untrusted text for a terminal: no colours, no cursor movements, no bells. */
export function escapeControls(text: string): string {
  return text.replaceAll(HARMFUL, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
