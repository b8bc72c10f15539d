import { describe, expect, it } from 'vitest'
import { codeBlocksIn, codeTitled } from './code-blocks.ts'

const MARKDOWN = `# Title

\`\`\`js [server.mjs]
serve()
\`\`\`

1. First:

   \`\`\`sh run
   if true; then
     echo
   fi
   \`\`\`

\`\`\`
plain
\`\`\`
`

describe('the fenced blocks of a document', () => {
  it('have a language, marks, and code without the indent of a list', () => {
    expect(codeBlocksIn(MARKDOWN)).toEqual([
      { line: 3, language: 'js', marks: ['[server.mjs]'], code: 'serve()\n' },
      { line: 9, language: 'sh', marks: ['run'], code: 'if true; then\n  echo\nfi\n' },
      { line: 15, language: '', marks: [], code: 'plain\n' },
    ])
  })

  it('are found by their title', () => {
    expect(codeTitled('server.mjs', MARKDOWN)).toBe('serve()\n')
    expect(() => codeTitled('none.mjs', MARKDOWN)).toThrow('no code with the title [none.mjs]')
  })
})
