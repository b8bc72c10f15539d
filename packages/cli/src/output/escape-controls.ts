/** Control characters, line separators and bidirectional formatting characters, except for line breaks and tabs. */
const HARMFUL = /[^\P{Cc}\n\t]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu

/** Escapes untrusted text for a terminal: no colours, no cursor movements, no bells. */
export function escapeControls(text: string): string {
  return text.replaceAll(
    HARMFUL,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
