import type { AttemptTrigger } from '@posthorn/contracts'

/** Types of columns, with their values in TypeScript. `bigint` and `jsonb` are text: neither fits into another type. */
interface ValueOf {
  text: string
  int: number
  smallint: number
  bigint: string
  float8: number
  boolean: boolean
  bytea: Uint8Array
  timestamptz: Date
  jsonb: string
  attempt_trigger: AttemptTrigger
  attempt_result: 'succeeded' | 'failed'
}

/** One column: its type, and its value in the row of an item. */
type Column<Item> = {
  [Type in keyof ValueOf]: { type: Type; of: (item: Item, index: number) => ValueOf[Type] | null | undefined }
}[keyof ValueOf]

/** Rows that a statement receives as one array for each column. */
export interface Rows<Item, Name extends string> {
  /** For a FROM clause: `unnest($1::text[], $2::int[]) AS alias (id, number)`. */
  from: string
  /** The parameter with the array of a column, such as `$1`. */
  array: Readonly<Record<Name, string>>
  /** Number of the first parameter after the arrays. */
  next: number
  /** The arrays, in the order of the parameters. */
  values: (items: readonly Item[]) => unknown[][]
}

/**
 * Defines the rows that a statement receives: `rowsOf<Item>()(alias, columns)`.
 *
 *     const ADDED = rowsOf<Added>()('added', {
 *       id: { type: 'text', of: ({ id }) => id },
 *       created_at: { type: 'timestamptz', of: ({ createdAt }) => createdAt },
 *     })
 *     const ADD = { name: 'add', text: `INSERT INTO … SELECT id, created_at FROM ${ADDED.from}` }
 *     await run(sql, ADD, ADDED.values(items))
 */
export function rowsOf<Item>() {
  /** @param first number of the first parameter, where others come before */
  return <Name extends string>(
    alias: string,
    columns: Readonly<Record<Name, Column<Item>>>,
    first = 1,
  ): Rows<Item, Name> => {
    const names = Object.keys(columns) as Name[]
    const parameters = names.map((name, index) => [name, `$${first + index}`] as const)
    const arrays = parameters.map(([name, parameter]) => `${parameter}::${columns[name].type}[]`)
    return {
      from: `unnest(${arrays.join(', ')}) AS ${alias} (${names.join(', ')})`,
      array: Object.fromEntries(parameters) as Record<Name, string>,
      next: first + names.length,
      values: (items) =>
        names.map((name) => {
          const column = columns[name]
          // The driver would write a date in the local time zone, which takes longer.
          if (column.type === 'timestamptz')
            return items.map((item, index) => column.of(item, index)?.toISOString())
          return items.map((item, index) => column.of(item, index))
        }),
    }
  }
}
