/** Control characters, line separators and those that turn the direction of the text. */
const HARMFUL = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu

/** Makes text from outside harmless for a terminal: no colours, no cursor movements, no bells. */
export function escapeControls(text: string): string {
  return text.replaceAll(HARMFUL, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
