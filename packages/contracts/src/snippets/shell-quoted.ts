/** A word of a shell. An apostrophe must not end it: what follows would be run. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
