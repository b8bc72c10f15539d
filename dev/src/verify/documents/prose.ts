/**
 * What a person reads of a file, with every other character blanked so that line numbers stay the same: Markdown and the
 * comments of TypeScript and JavaScript, both without code, and everything of other files.
 */
export function proseOf(file: string, text: string): string {
  if (file.endsWith('.md')) return blank(withoutFences(text), INLINE)
  if (SCRIPT.test(file)) return blank(commentsOf(text), INLINE)
  return text
}

const SCRIPT = /\.[cm]?[jt]s$/
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
