import { COMPONENTS, totalOf } from '../cost/cost.ts'
import { count } from '../result.ts'
import { markdownTable } from './markdown-table.ts'
import type { Report } from './report.ts'

/** The processor time of each unit of work, for each backend; empty when the system does not report it. */
export function renderCosts({ columns }: Report): string[] {
  return columns.flatMap(({ queue, results }) => {
    const rows = results.flatMap(({ scenario, cost, unit = '' }) =>
      cost === undefined
        ? []
        : [
            [
              scenario,
              unit,
              ...COMPONENTS.map((component) => whole(cost[component])),
              whole(totalOf(cost)),
              whole(cost.WAL),
            ],
          ],
    )
    if (rows.length === 0) return []
    const head = ['scenario', 'unit', ...COMPONENTS, 'together', 'WAL, bytes']
    const title = `CPU per unit, µs, queue on ${queue === 'redis' ? 'Redis' : 'PostgreSQL'}:`
    return [title, '', markdownTable([head, ...rows]), '']
  })
}

function whole(value: number | undefined): string {
  return value === undefined ? '' : count(value)
}
