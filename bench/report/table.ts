import { RAW_NAMES } from '../raw/raw-loops.ts'
import { type ComparedResult, msText, perSecondText, type RawLoop } from '../result.ts'
import { renderCosts } from './cost-table.ts'
import { markdownTable } from './markdown-table.ts'
import { failuresOf, isReached, isUnsteady, meanOf, type Report, shareOf } from './report.ts'

const LOOP_NAMES: Record<RawLoop, string> = {
  'no-op': 'no-op',
  'signed-post': 'signed POSTs',
  queue: 'jobs',
  insert: 'inserts',
}

/** The report in Markdown, as it is printed and written into documents. */
export function renderTables(report: Report): string {
  const failures = failuresOf(report)
  const isAnyUnsteady = report.columns.some(({ results }) => results.some(isUnsteady))
  return [
    `${report.machine}; ${report.profile} profile`,
    '',
    renderResults(report),
    '',
    ...(isAnyUnsteady
      ? [
          '~ The raw loop before and after differ by more than half: the machine was not the same all the time.',
          '',
        ]
      : []),
    ...renderCosts(report),
    ...(failures.length === 0
      ? ['✔ Nothing lost, nothing doubled, nothing refused']
      : failures.map((each) => `✘ ${each}`)),
  ].join('\n')
}

function renderResults({ columns, raw }: Report): string {
  const names = [...new Set(columns.flatMap(({ results }) => results.map(({ scenario }) => scenario)))]
  const head = [
    'scenario',
    'to reach',
    ...columns.map(({ queue }) => `queue on ${queue === 'redis' ? 'Redis' : 'PostgreSQL'}`),
  ]
  const rows = names.map((name) => {
    const cells = columns.map(({ results }) => results.find(({ scenario }) => scenario === name))
    const target = cells.find((cell) => cell !== undefined)?.target ?? ''
    return [name, target, ...cells.map((cell) => (cell === undefined ? '' : cellOf(cell)))]
  })
  const loops = (Object.keys(RAW_NAMES) as RawLoop[]).flatMap((loop) => {
    const range = raw[loop]
    if (range === undefined) return []
    const text = [...new Set([range.min, range.max].map(perSecondText))].join('–')
    return [[`raw: ${RAW_NAMES[loop]}`, '', text, ...columns.slice(1).map(() => '')]]
  })
  return markdownTable([head, ...rows, ...loops])
}

function cellOf(result: ComparedResult): string {
  const { value, latency, perSecond } = result
  const p95 = latency === undefined || perSecond === undefined ? '' : `, p95 ${msText(latency.p95)}`
  const reached = isReached(result)
  const sign = reached === undefined ? '' : reached ? ' ✔' : ' ✘'
  return `${value}${rawText(result)}${p95}${sign}${isUnsteady(result) ? ' ~' : ''}`
}

/** The share of a rate in its raw loop; for a latency only the rate of the loop at that time. */
function rawText(result: ComparedResult): string {
  const { rawRates } = result
  if (rawRates === undefined) return ''
  const share = shareOf(result)
  const name = LOOP_NAMES[rawRates.loop]
  return share === undefined
    ? ` (${name} ${perSecondText(meanOf(rawRates))})`
    : `, ${Math.round(share * 100)} % of ${name}`
}
