/**
 * The conditions and the order of a list that is read along one index, newest first. Rows are compared as a whole, in the
 * order of the index: so the planner has no other one that gives them in this order. Left to itself it would often go
 * through all rows by their ids, to find those of a tenant that has none.
 * @param columns of the index, before the id that it ends with, and the value of each
 * @param ids between which the list lies
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

/** A condition that is checked of the rows which are found, and by which none is looked up. */
export function withoutIndex(condition: string): string {
  return `(${condition}) IS TRUE`
}

/** Comes after every id. */
export const LAST_ID = '~'
