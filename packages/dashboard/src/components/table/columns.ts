import { createColumnHelper, type RowData, tableFeatures } from '@tanstack/react-table'
import type { ReactNode } from 'react'
import type { ListedRow } from '../../data/live-rows.ts'

/** Rows come sorted and filtered from the API: the table has no features of its own. */
export const FEATURES = tableFeatures({})

export interface Column<Row extends ListedRow & RowData> {
  id: string
  header: string
  cell: (row: Row) => ReactNode
  /** Width and visibility, as classes: `w-32 max-sm:hidden`. */
  className?: string
}

/** The columns of a `DataTable`. Call it once, outside of components or in a memo: new columns draw every cell again. */
export function defineColumns<Row extends ListedRow & RowData>(columns: readonly Column<Row>[]) {
  const helper = createColumnHelper<typeof FEATURES, Row>()
  return {
    definitions: columns.map(({ id, header, cell }) =>
      helper.display({ id, header, cell: ({ row }) => cell(row.original) }),
    ),
    classOf: new Map(columns.map(({ id, className = '' }) => [id, className])),
  }
}

export type Columns<Row extends ListedRow & RowData> = ReturnType<typeof defineColumns<Row>>
