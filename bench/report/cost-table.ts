import { COMPONENTS, totalOf } from '../cost/cost.ts'
import { count } from '../result.ts'
import { markdownTable } from './markdown-table.ts'
import type { Report } from './report.ts'

/**
 * The processor time of each unit of work, for each backend; empty when the system does not report it. Components that were not
 * running have no column.
 */
export function renderCosts({ columns }: Report): string[] {
  return columns.flatMap(({ queue, results }) => {
    const measured = results.flatMap(({ scenario, cost, unit = '' }) =>
      cost === undefined ? [] : [{ scenario, cost, unit }],
    )
    if (measured.length === 0) return []
    const components = COMPONENTS.filter((component) =>
      measured.some(({ cost }) => cost[component] !== undefined),
    )
    const rows = measured.map(({ scenario, cost, unit }) => [
      scenario,
      unit,
      ...components.map((component) => whole(cost[component])),
      whole(totalOf(cost)),
      whole(cost.WAL),
    ])
    const head = ['scenario', 'unit', ...components, 'together', 'WAL, bytes']
    const title = `CPU per unit, µs, queue on ${queue === 'redis' ? 'Redis' : 'PostgreSQL'}:`
    return [title, '', markdownTable([head, ...rows]), '']
  })
}

function whole(value: number | undefined): string {
  return value === undefined ? '' : count(value)
}
