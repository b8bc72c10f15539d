/**
 * What a person reads of a file, with every other character blanked so that line numbers stay the same: Markdown without
 * code, the comments of TypeScript, everything of other files.
 */
export function proseOf(file: string, text: string): string {
  if (file.endsWith('.md')) return blank(withoutFences(text), INLINE)
  if (file.endsWith('.ts')) return commentsOf(text)
  return text
}

const FENCED = /^( *)(```+)[^\n]*\n[\s\S]*?^\1\2 *$/gm
const INLINE = /(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g
const COMMENT = /^\s*(?:\/\/|\/?\*)|(?<=\s)\/\/\s/

/** Markdown whose fenced code is blank. */
export function withoutFences(markdown: string): string {
  return blank(markdown, FENCED)
}

function blank(text: string, pattern: RegExp): string {
  return text.replace(pattern, (code) => code.replace(/[^\n]/g, ' '))
}

function commentsOf(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      const start = COMMENT.exec(line)?.index
      return start === undefined ? '' : line.slice(start)
    })
    .join('\n')
}
