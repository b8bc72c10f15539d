import { PARTS, totalOf } from '../cost/cost.ts'
import { count } from '../result.ts'
import { markdownTable } from './markdown-table.ts'
import type { Report } from './report.ts'

/** The processor time of each piece of work, for each backend; empty when the system does not report it. */
export function renderCosts({ columns }: Report): string[] {
  return columns.flatMap(({ queue, results }) => {
    const rows = results.flatMap(({ scenario, cost, piece = '' }) =>
      cost === undefined
        ? []
        : [
            [
              scenario,
              piece,
              ...PARTS.map((part) => whole(cost[part])),
              whole(totalOf(cost)),
              whole(cost.WAL),
            ],
          ],
    )
    if (rows.length === 0) return []
    const head = ['scenario', 'piece', ...PARTS, 'together', 'WAL, bytes']
    const title = `CPU a piece, µs, queue on ${queue === 'redis' ? 'Redis' : 'PostgreSQL'}:`
    return [title, '', markdownTable([head, ...rows]), '']
  })
}

function whole(value: number | undefined): string {
  return value === undefined ? '' : count(value)
}
