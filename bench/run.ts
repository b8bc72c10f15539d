import { writeFile } from 'node:fs/promises'
import { runCommandLine } from '../test/harness/command-line.ts'
import { recordResult } from '../test/harness/recorded-result.ts'
import { OWN_REDIS } from '../test/harness/redis/redis.ts'
import { compareVersions } from './compare/compare-versions.ts'
import type { Comparison } from './compare/comparison.ts'
import { renderComparison } from './compare/comparison-table.ts'
import { measureAll } from './measure.ts'
import { type BenchOptions, HELP, readOptions } from './options.ts'
import { renderHtml } from './report/html.ts'
import { failuresOf, type Report } from './report/report.ts'
import { renderTables } from './report/table.ts'
import { updateReadme } from './report/update-readme.ts'
import { type Workspace, withWorkspace } from './workspace.ts'

/** `npm run bench`, described in options.ts. Returns the exit code. */
export function bench(args: string[]): Promise<number> {
  return runCommandLine({
    read: () => readOptions(args, { hasRedis: OWN_REDIS }),
    help: HELP,
    work: (options) => withWorkspace((workspace) => run(options, workspace)),
  })
}

async function run(options: BenchOptions, workspace: Workspace): Promise<number> {
  const { compare, json, html, record } = options
  const say = progress()
  const { data, text, failures, page } =
    compare === undefined
      ? outcomeOf(await measureAll(options, workspace, say))
      : comparisonOutcome(await compareVersions({ ...options, compare }, workspace, say))
  if (json !== undefined) await writeFile(json, `${JSON.stringify(data, undefined, 2)}\n`)
  if (html !== undefined && page !== undefined) await writeFile(html, page())
  console.log(`\n${text}`)
  if (record !== undefined) {
    await recordResult({ ...record, measuredAt: new Date(), text })
    await updateReadme()
  }
  return failures.length === 0 ? 0 : 1
}

/** What a run prints and writes. */
interface Outcome {
  data: object
  text: string
  failures: readonly string[]
  page?: () => string
}

function outcomeOf(report: Report): Outcome {
  return {
    data: report,
    text: renderTables(report),
    failures: failuresOf(report),
    page: () => renderHtml(report),
  }
}

function comparisonOutcome(comparison: Comparison): Outcome {
  return { data: comparison, text: renderComparison(comparison), failures: comparison.failures }
}

/** Prints lines with the elapsed time. */
function progress(): (line: string) => void {
  const beganMs = performance.now()
  return (line) => {
    const seconds = Math.round((performance.now() - beganMs) / 1000)
    console.log(`${String(seconds).padStart(4)} s  ${line}`)
  }
}
