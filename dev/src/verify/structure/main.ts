import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from '../../root.ts'
import { crowdedDirectories } from './crowded-directories.ts'
import { importsPastExports, unusedExports } from './imports.ts'
import { unsafeMigrations } from './migrations.ts'

const CODE = [
  'packages/*/src/**/*.{ts,tsx}',
  'services/*/src/**/*.ts',
  'dev/**/*.ts',
  'test/**/*.ts',
  'bench/**/*.ts',
]
/** Scripts outside of a package's `src`. */
const SCRIPTS = ['prisma/*.ts', 'examples/*.ts', '*.ts']

const MIGRATIONS = ['prisma/migrations/*/migration.sql']

const filesOf = (globs: readonly string[]) =>
  globSync([...globs], {
    cwd: ROOT,
    exclude: (file) => file.includes('node_modules') || file.includes('generated'),
  }).map((file) => file.replaceAll(path.sep, '/'))

const code = filesOf(CODE)
const withText = (file: string) => ({ file, text: readFileSync(path.join(ROOT, file), 'utf8') })
const sources = [...code, ...filesOf(SCRIPTS)].map(withText)

const findings = [
  ...crowdedDirectories(code),
  ...importsPastExports(sources),
  ...unusedExports(sources),
  ...unsafeMigrations(filesOf(MIGRATIONS).map(withText)),
]
for (const finding of findings) console.error(finding)
process.exitCode = findings.length === 0 ? 0 : 1
