import path from 'node:path'
import { readCommandLine } from '../command-line.ts'
import { ROOT } from '../root.ts'
import { programOf, runProgram } from '../run-program.ts'
import { listenForStop } from '../stop-signals.ts'

const HELP = `Usage: npm run verify [-- --fix]

Checks format and import order (Biome), lint (oxlint), types (tsc), documents (links, words, lengths) and structure
(files in a directory, imports, exports), all of them even when one fails.
--fix writes what Biome and oxlint can repair.`

type Check = { title: string; command: string; script: string; args: string[] }

const DOCUMENTS = path.join(import.meta.dirname, 'documents/main.ts')
const STRUCTURE = path.join(import.meta.dirname, 'structure/main.ts')

function checks(fix: boolean): Check[] {
  return [
    {
      title: 'Format and import order',
      command: 'biome',
      script: programOf('@biomejs/biome', 'biome'),
      args: fix ? ['check', '--write', '.'] : ['ci', '.'],
    },
    {
      title: 'Lint',
      command: 'oxlint',
      script: programOf('oxlint', 'oxlint'),
      args: fix ? ['--fix', '.'] : ['.'],
    },
    { title: 'Types', command: 'tsc', script: programOf('typescript', 'tsc'), args: ['-p', '.'] },
    {
      title: 'Types of the dashboard',
      command: 'tsc',
      script: programOf('typescript', 'tsc'),
      args: ['-p', 'packages/dashboard'],
    },
    {
      title: 'Types of the command line, for the oldest Node.js',
      command: 'tsc',
      script: programOf('typescript', 'tsc'),
      args: ['-p', 'packages/cli'],
    },
    { title: 'Documents', command: path.relative(ROOT, DOCUMENTS), script: DOCUMENTS, args: [] },
    { title: 'Structure', command: path.relative(ROOT, STRUCTURE), script: STRUCTURE, args: [] },
  ]
}

/** Returns the titles of the failed checks. */
async function verify(fix: boolean, stop: AbortSignal): Promise<string[]> {
  const failed: string[] = []
  for (const check of checks(fix)) {
    if (stop.aborted) return [...failed, 'interrupted']
    console.log(`\n▶ ${check.title}: ${[check.command, ...check.args].join(' ')}`)
    const startedMs = performance.now()
    const exitCode = await runProgram({ script: check.script, args: check.args, stop })
    const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1)
    console.log(exitCode === 0 ? `✔ ${check.title} (${seconds} s)` : `✘ ${check.title} (${seconds} s)`)
    if (exitCode !== 0) failed.push(check.title)
  }
  return failed
}

const { values, exitCode } = readCommandLine(process.argv.slice(2), { fix: { type: 'boolean' } }, HELP)
if (values === undefined) {
  process.exitCode = exitCode
} else {
  const { stop } = listenForStop()
  const failed = await verify(values.fix === true, stop)
  console.log(failed.length === 0 ? '\nAll checks passed' : `\nFailed: ${failed.join(', ')}`)
  process.exit(failed.length === 0 ? 0 : 1)
}
