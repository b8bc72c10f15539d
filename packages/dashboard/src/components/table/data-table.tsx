import { useTable } from '@tanstack/react-table'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { ListedRow } from '../../data/live-rows.ts'
import { classes } from '../classes.ts'
import { type Columns, FEATURES } from './columns.ts'
import { useRowKeys } from './use-row-keys.ts'

const ROW_PX = 44
const OVERSCAN_ROWS = 10
/** Number of rows before the end at which the next page is read. */
const LOAD_AHEAD_ROWS = 15

export interface DataTableProps<Row extends ListedRow> {
  /** What the rows are, for screen readers. */
  label: string
  columns: Columns<Row>
  rows: Row[]
  /** Opens a row: by a click, or Enter on the row that `j` and `k` have chosen. Absent: rows have no page. */
  onOpen?: (row: Row) => void
  hasMore?: boolean
  onEnd?: () => void
}

/** A table that draws only the rows in view: a million rows scroll as smoothly as ten. */
export function DataTable<Row extends ListedRow>({
  label,
  columns,
  rows,
  onOpen,
  hasMore = false,
  onEnd,
}: DataTableProps<Row>) {
  const body = useRef<HTMLTableSectionElement>(null)
  const [scrollMargin, setScrollMargin] = useState(0)
  useLayoutEffect(() => {
    if (body.current !== null) setScrollMargin(body.current.getBoundingClientRect().top + window.scrollY)
  }, [])
  const table = useTable({
    features: FEATURES,
    columns: columns.definitions,
    data: rows,
    getRowId: ({ id }: Row) => id,
  })
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN_ROWS,
    scrollMargin,
    getItemKey: (index) => rows[index]?.id ?? index,
  })
  const { chosenId, choose } = useRowKeys({
    rows,
    onOpen: (row) => onOpen?.(row),
    scrollTo: (index) => virtualizer.scrollToIndex(index),
  })

  const drawn = virtualizer.getVirtualItems()
  const last = drawn.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasMore && last >= rows.length - LOAD_AHEAD_ROWS) onEnd?.()
  }, [hasMore, last, rows.length, onEnd])

  const before = (drawn[0]?.start ?? scrollMargin) - scrollMargin
  const after = virtualizer.getTotalSize() - ((drawn.at(-1)?.end ?? scrollMargin) - scrollMargin)
  const tableRows = table.getRowModel().rows
  return (
    <table
      aria-label={label}
      aria-rowcount={hasMore ? -1 : rows.length}
      className="w-full table-fixed border-collapse text-sm"
    >
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            {group.headers.map((header) => (
              <th
                key={header.id}
                scope="col"
                className={classes(
                  'h-9 border-b border-line px-3 text-left text-xs font-medium text-faint first:pl-4 last:pr-4',
                  columns.classOf.get(header.column.id),
                )}
              >
                <table.FlexRender header={header} />
              </th>
            ))}
          </tr>
        ))}
      </thead>
      <tbody ref={body}>
        {before > 0 && <Spacer height={before} />}
        {drawn.map(({ index, key }) => {
          const row = tableRows[index]
          if (row === undefined) return null
          const isChosen = row.id === chosenId
          return (
            <tr
              key={key}
              aria-rowindex={index + 1}
              data-chosen={isChosen || undefined}
              onClick={(event) => {
                if (event.target instanceof Element && event.target.closest('a, button') !== null) return
                choose(row.id)
                onOpen?.(row.original)
              }}
              className={classes(
                'h-11 border-b border-line last:border-b-0 hover:bg-hover data-chosen:bg-selected',
                onOpen !== undefined && 'cursor-pointer',
              )}
            >
              {row.getAllCells().map((cell) => (
                <td
                  key={cell.id}
                  className={classes(
                    'truncate px-3 first:pl-4 last:pr-4',
                    columns.classOf.get(cell.column.id),
                  )}
                >
                  <table.FlexRender cell={cell} />
                </td>
              ))}
            </tr>
          )
        })}
        {after > 0 && <Spacer height={after} />}
      </tbody>
    </table>
  )
}

/** Stands for the rows that are not drawn. */
function Spacer({ height }: { height: number }) {
  return (
    <tr aria-hidden>
      <td style={{ height }} className="p-0" />
    </tr>
  )
}
