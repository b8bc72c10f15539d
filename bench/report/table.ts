import { RAW_NAMES } from '../raw/raw-loops.ts'
import { msText, perSecondText, type RawLoop, type Result } from '../result.ts'
import { failuresOf, isReached, type Report, shareOf } from './report.ts'

/** The report as it is printed: GitHub's Markdown, so that it can go into a document as it is. */
export function renderTable(report: Report): string {
  const names = [...new Set(report.columns.flatMap(({ results }) => results.map(({ scenario }) => scenario)))]
  const head = [
    'scenario',
    'to reach',
    ...report.columns.map(({ queue }) => `queue on ${queue === 'redis' ? 'Redis' : 'PostgreSQL'}`),
  ]
  const rows = names.map((name) => {
    const cells = report.columns.map(({ results }) => results.find(({ scenario }) => scenario === name))
    const target = cells.find((cell) => cell !== undefined)?.target ?? ''
    return [name, target, ...cells.map((cell) => (cell === undefined ? '' : cellOf(cell, report)))]
  })
  const raw = Object.entries(report.raw).map(([loop, perSecond]) => [
    `raw: ${RAW_NAMES[loop as RawLoop]}`,
    '',
    perSecondText(perSecond),
    ...report.columns.slice(1).map(() => ''),
  ])
  const failures = failuresOf(report)
  return [
    `${report.machine}; ${report.profile} profile`,
    '',
    markdownTable([head, ...rows, ...raw]),
    '',
    ...(failures.length === 0
      ? ['✔ Nothing lost, nothing doubled, nothing refused']
      : failures.map((each) => `✘ ${each}`)),
  ].join('\n')
}

function cellOf(result: Result, { raw }: Report): string {
  const share = shareOf(result, raw)
  const percent = share === undefined ? '' : `, ${Math.round(share * 100)} % of ${loopName(result.of)}`
  const reached = isReached(result, raw)
  const sign = reached === undefined ? '' : reached ? ' ✔' : ' ✘'
  const latency =
    result.latency !== undefined && result.perSecond !== undefined
      ? `, p95 ${msText(result.latency.p95)}`
      : ''
  return `${result.value}${percent}${latency}${sign}`
}

function loopName(loop: RawLoop | undefined): string {
  return loop === undefined
    ? ''
    : { 'no-op': 'no-op', 'signed-post': 'signed POSTs', queue: 'jobs', insert: 'inserts' }[loop]
}

function markdownTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(3, ...rows.map((row) => (row[column] ?? '').length)),
  )
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`
  const [head = [], ...body] = rows
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body.map(line)].join(
    '\n',
  )
}
