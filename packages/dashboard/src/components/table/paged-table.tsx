import type { ReactNode } from 'react'
import type { ListedRow } from '../../data/live-rows.ts'
import { Loading } from '../states/loading.tsx'
import { ErrorState } from '../states/states.tsx'
import type { Columns } from './columns.ts'
import { DataTable } from './data-table.tsx'

export interface PagedTableProps<Row extends ListedRow> {
  label: string
  columns: Columns<Row>
  list: {
    rows: Row[]
    isPending: boolean
    error: Error | null
    hasMore: boolean
    loadMore: () => void
    retry: () => void
  }
  /** Shown in place of a list without rows. */
  empty: ReactNode
  onOpen?: (row: Row) => void
}

/** A list with its states: loading, failed, empty. */
export function PagedTable<Row extends ListedRow>({
  label,
  columns,
  list,
  empty,
  onOpen,
}: PagedTableProps<Row>) {
  if (list.error !== null) return <ErrorState error={list.error} what="list" onRetry={list.retry} />
  if (list.isPending) return <Loading label={`Loading: ${label}`} />
  if (list.rows.length === 0) return empty
  return (
    <DataTable
      label={label}
      columns={columns}
      rows={list.rows}
      hasMore={list.hasMore}
      onEnd={list.loadMore}
      {...(onOpen === undefined ? {} : { onOpen })}
    />
  )
}
