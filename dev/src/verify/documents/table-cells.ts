import { proseOf } from './prose.ts'

const CELL_CHARACTERS_MAX = 80
/** The line below the head: as wide as the formatter makes the column. */
const RULE = /^\|[ :|-]+$/
const SEPARATOR = /(?<!\\)\|/
const LINK = /\[([^\]]*)\]\([^)]*\)/g

/** A sentence for each table cell of a Markdown file that is too long to read; of a link only its text counts. */
export function longCellsIn(file: string, text: string): string[] {
  const prose = proseOf(file, text).split('\n')
  return text.split('\n').flatMap((line, index) => {
    if (!prose[index]?.startsWith('|') || RULE.test(line)) return []
    const longest = Math.max(...line.split(SEPARATOR).map((cell) => cell.replace(LINK, '$1').trim().length))
    if (longest <= CELL_CHARACTERS_MAX) return []
    return [
      `${file}:${index + 1}: a cell of ${longest} characters, at most ${CELL_CHARACTERS_MAX}: use a list`,
    ]
  })
}
