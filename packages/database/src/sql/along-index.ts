/**
 * Conditions and order of a list that is read along one index, newest first. Whole rows are compared in the order of the
 * index, so no other index gives this order. Otherwise the planner would often read all rows by id to find those of a tenant
 * that has none.
 * @param columns of the index, before the id at its end, with their values as SQL
 * @param ids the range of the list, as SQL
 */
export function alongIndex(
  columns: readonly [name: string, value: string][],
  ids: { from: string; before: string },
): { conditions: string; order: string } {
  const names = [...columns.map(([name]) => name), 'id']
  const row = `(${names.join(', ')})`
  const values = (id: string) => `(${[...columns.map(([, value]) => value), id].join(', ')})`
  return {
    conditions: `${row} >= ${values(ids.from)} AND ${row} < ${values(ids.before)}`,
    order: names.map((name) => `${name} DESC`).join(', '),
  }
}

/** Wraps a condition so that it filters rows and no index is used for it. */
export function withoutIndex(condition: string): string {
  return `(${condition}) IS TRUE`
}

/** Sorts after every id. */
export const LAST_ID = '~'
