const FENCED = /^(?<indent> *)(?<fence>`{3,})(?<info>[^\n]*)\n(?<code>[\s\S]*?)^\k<indent>\k<fence> *$/gm

/** A fenced block of a Markdown document. */
export interface CodeBlock {
  /** Line of the opening fence, from 1. */
  line: number
  /** The first word after the fence: `sh`. Empty without one. */
  language: string
  /** The other words after the fence: what the site and the tests need to know. */
  marks: string[]
  /** Without the indent of the fence. */
  code: string
}

/** The fenced blocks of a document, in their order. */
export function codeBlocksIn(markdown: string): CodeBlock[] {
  return [...markdown.matchAll(FENCED)].map(({ index, groups = {} }) => {
    const [language = '', ...marks] = (groups['info'] ?? '').trim().split(/\s+/)
    const indent = groups['indent'] ?? ''
    return {
      line: markdown.slice(0, index).split('\n').length,
      language,
      marks,
      code: (groups['code'] ?? '').replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }
  })
}

/** The code of the block with this title in brackets: a file that the reader makes. */
export function codeTitled(title: string, markdown: string): string {
  const found = codeBlocksIn(markdown).find(({ marks }) => marks.includes(`[${title}]`))
  if (found === undefined) throw new Error(`the document has no code with the title [${title}]`)
  return found.code
}
