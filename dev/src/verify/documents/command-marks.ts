import { codeBlocksIn } from './code-blocks.ts'

const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'shell', 'console'])
/** What a block of commands says after `sh`. */
const EXPECTED = 'sh run, sh run-in-background, sh run-by=PATH of a test that runs it, or sh not-run'
const RUN_BY = 'run-by='

/**
 * A sentence for each block of commands in a document that does not say whether a test runs it. `run` and
 * `run-in-background` are run by `test/e2e/own/documents`.
 * @param exists whether a path from the root of the repository exists
 */
export function unmarkedCommandsIn(file: string, text: string, exists: (path: string) => boolean): string[] {
  return codeBlocksIn(text)
    .filter(({ language }) => SHELLS.has(language))
    .flatMap(({ line, language, marks }) => {
      const [mark = '', ...others] = marks
      const isKnown =
        language === 'sh' && others.length === 0 && ['run', 'run-in-background', 'not-run'].includes(mark)
      if (isKnown) return []
      if (language !== 'sh' || others.length > 0 || !mark.startsWith(RUN_BY))
        return [
          `${file}:${line}: "${[language, ...marks].join(' ')}" does not say what runs it; write: ${EXPECTED}`,
        ]
      const test = mark.slice(RUN_BY.length)
      return exists(test)
        ? []
        : [`${file}:${line}: ${test} does not exist; name the test that runs this block`]
    })
}
