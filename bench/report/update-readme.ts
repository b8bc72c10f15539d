import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { withFigures } from './readme-figures.ts'

const ROOT = join(import.meta.dirname, '../..')

/** Writes the figures of bench/RESULTS.md into the README. */
export async function updateReadme(): Promise<void> {
  const file = join(ROOT, 'README.md')
  const results = await readFile(join(ROOT, 'bench/RESULTS.md'), 'utf8')
  const changed = withFigures(await readFile(file, 'utf8'), results)
  if (changed === undefined) throw new Error('README.md: expected a block of figures')
  await writeFile(file, changed)
}
