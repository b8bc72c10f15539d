const LINES_MAX = 130

/** A sentence when the README is too long to be read at once. */
export function readmeLengthFindings(file: string, text: string): string[] {
  const lines = text.replace(/\n$/, '').split('\n').length
  return lines <= LINES_MAX ? [] : [`${file}: ${lines} lines, at most ${LINES_MAX}: move details to docs/`]
}
