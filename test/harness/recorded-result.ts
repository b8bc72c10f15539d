import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

const ROOT = path.resolve(import.meta.dirname, '../..')
const END = '<!-- end of result -->'

/** A measurement shown in a Markdown file of this repository. */
export interface RecordedResult {
  /** Relative to the root of the repository. */
  file: string
  /** The name in the comment at the beginning of the block: `<!-- result: chaos -->`. */
  name: string
  /** The command that measured it. */
  command: string
  measuredAt: Date
  text: string
}

/**
 * Replaces a result in its block of its file.
 * @throws Error if the file has no such block
 */
export async function recordResult({ file, ...result }: RecordedResult): Promise<void> {
  const absolute = path.join(ROOT, file)
  const markdown = await readFile(absolute, 'utf8')
  const changed = replaceResult(markdown, result)
  if (changed === undefined) {
    throw new Error(`${file}: expected a line "${startOf(result.name)}" and after it "${END}"`)
  }
  await writeFile(absolute, changed)
  console.log(`\nWritten to ${file}`)
}

/** @returns the Markdown with the new result; undefined if there is no block with this name */
export function replaceResult(
  markdown: string,
  { name, command, measuredAt, text }: Omit<RecordedResult, 'file'>,
): string | undefined {
  const begin = markdown.indexOf(startOf(name))
  const end = markdown.indexOf(END, begin)
  if (begin < 0 || end < 0) return undefined
  const block = [
    startOf(name),
    '',
    `Written by \`${command}\` on ${measuredAt.toISOString().slice(0, 10)}:`,
    '',
    '```text',
    text,
    '```',
    '',
  ].join('\n')
  return `${markdown.slice(0, begin)}${block}\n${markdown.slice(end)}`
}

function startOf(name: string): string {
  return `<!-- result: ${name} -->`
}
