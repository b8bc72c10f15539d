import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from '../../root.ts'
import { bannedWordsIn } from './banned-words.ts'
import { unmarkedCommandsIn } from './command-marks.ts'
import { deadLinksIn, type Repository } from './markdown-links.ts'
import { readmeLengthFindings } from './readme-length.ts'
import { longCellsIn } from './table-cells.ts'

const MARKDOWN = ['*.md', 'docs/**/*.md', 'bench/*.md', 'packages/*/README.md']
/** Files whose comments are held to the same words. Applied migrations do not change, so they are not among them. */
const CODE = [
  '{packages,services,dev,test,bench,examples,prisma}/**/*.{ts,mts,mjs,sh}',
  '*.{ts,cjs,yml,yaml}',
  'prisma/schema.prisma',
  '.ci/*',
  'Dockerfile',
  '.env.example',
]
/** Written by programs. */
const GENERATED = /(?:^|\/)(?:node_modules|generated)(?:\/|$)|^pnpm-lock\.yaml$/

const repository: Repository = {
  exists: (file) => existsSync(path.join(ROOT, file)),
  read: (file) => readFileSync(path.join(ROOT, file), 'utf8'),
}
const filesOf = (globs: readonly string[]) =>
  globSync([...globs], { cwd: ROOT, exclude: (file) => GENERATED.test(file.replaceAll(path.sep, '/')) })
    .map((file) => file.replaceAll(path.sep, '/'))
    .toSorted()

const findings = [
  ...readmeLengthFindings('README.md', repository.read('README.md')),
  ...filesOf(MARKDOWN).flatMap((file) => [
    ...deadLinksIn(file, repository),
    ...longCellsIn(file, repository.read(file)),
    ...unmarkedCommandsIn(file, repository.read(file), repository.exists),
  ]),
  ...filesOf([...MARKDOWN, ...CODE]).flatMap((file) => bannedWordsIn(file, repository.read(file))),
]
for (const finding of findings) console.error(finding)
process.exitCode = findings.length === 0 ? 0 : 1
