import { markdownTable } from '../report/markdown-table.ts'
import type { ComparedFigure, Comparison } from './comparison.ts'

const HEAD = ['scenario', 'figure', 'base', 'now', 'now / base', 'of each round']
const DIGITS = 3

/** The comparison in Markdown, as it is printed and written into documents. */
export function renderComparison({
  machine,
  profile,
  commit,
  rounds,
  columns,
  failures,
}: Comparison): string {
  return [
    `${machine}; ${profile} profile`,
    `Base: commit ${commit.slice(0, 12)}; now: the working tree; rounds, in turns: ${rounds}; medians`,
    '',
    ...columns.flatMap(({ queue, figures }) => [
      `Queue on ${queue === 'redis' ? 'Redis' : 'PostgreSQL'}:`,
      '',
      markdownTable([HEAD, ...figures.map(rowOf)]),
      '',
    ]),
    ...(failures.length === 0
      ? ['✔ Nothing lost, nothing doubled, nothing refused']
      : failures.map((each) => `✘ ${each}`)),
  ].join('\n')
}

function rowOf({ scenario, name, base, now, ratio, ratioMin, ratioMax }: ComparedFigure): string[] {
  const range =
    ratioMin === ratioMax || !Number.isFinite(ratioMin + ratioMax)
      ? ''
      : `${ratioText(ratioMin)} to ${ratioText(ratioMax)}`
  return [scenario, name, numberText(base), numberText(now), ratioText(ratio), range]
}

/** Three digits, and the whole part of a larger number. */
function numberText(value: number): string {
  const digits = value >= 10 ** DIGITS ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: DIGITS }
  return value.toLocaleString('en-US', digits)
}

function ratioText(ratio: number): string {
  return Number.isFinite(ratio) ? ratio.toFixed(2) : ''
}
